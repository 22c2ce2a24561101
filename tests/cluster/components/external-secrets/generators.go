// Package register stands for the operator's own: no object of this platform asks for a generated secret.
package register
