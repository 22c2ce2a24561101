// Package register stands for the operator's own, which registers every provider there is: minutes of building for one that is
// used.
package register

import _ "github.com/external-secrets/external-secrets/pkg/provider/aws"
