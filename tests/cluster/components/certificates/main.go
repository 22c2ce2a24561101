// Command certificates writes what a control plane on loopback needs to be trusted: a certificate authority, a serving
// certificate signed by it, and the key pair that signs service account tokens.
//
// The authority's private key is never written: nothing is signed after this command ends.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// validFor is longer than any test run; a control plane is never reused.
const validFor = 24 * time.Hour

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: certificates <folder>")
	}
	if err := writeAll(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

// writeAll writes ca.crt, server.crt, server.key, service-account.key and service-account.pub into folder.
func writeAll(folder string) error {
	authorityKey, err := newKey()
	if err != nil {
		return err
	}
	serverKey, err := newKey()
	if err != nil {
		return err
	}
	accountKey, err := newKey()
	if err != nil {
		return err
	}

	authority := authorityTemplate()
	authorityDER, err := sign(authority, authority, authorityKey.Public(), authorityKey)
	if err != nil {
		return err
	}
	serverDER, err := sign(serverTemplate(), authority, serverKey.Public(), authorityKey)
	if err != nil {
		return err
	}
	serverKeyDER, err := x509.MarshalPKCS8PrivateKey(serverKey)
	if err != nil {
		return err
	}
	accountKeyDER, err := x509.MarshalECPrivateKey(accountKey)
	if err != nil {
		return err
	}
	accountPublicDER, err := x509.MarshalPKIXPublicKey(accountKey.Public())
	if err != nil {
		return err
	}

	for _, file := range []struct {
		name, kind string
		der        []byte
	}{
		{"ca.crt", "CERTIFICATE", authorityDER},
		{"server.crt", "CERTIFICATE", serverDER},
		{"server.key", "PRIVATE KEY", serverKeyDER},
		{"service-account.key", "EC PRIVATE KEY", accountKeyDER},
		{"service-account.pub", "PUBLIC KEY", accountPublicDER},
	} {
		block := pem.EncodeToMemory(&pem.Block{Type: file.kind, Bytes: file.der})
		if err := os.WriteFile(filepath.Join(folder, file.name), block, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func newKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

func authorityTemplate() *x509.Certificate {
	return &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "test cluster authority"},
		NotBefore:             time.Now().Add(-time.Minute),
		NotAfter:              time.Now().Add(validFor),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
}

func serverTemplate() *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(2),
		Subject:      pkix.Name{CommonName: "localhost"},
		DNSNames:     []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:    time.Now().Add(-time.Minute),
		NotAfter:     time.Now().Add(validFor),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
}

func sign(template, parent *x509.Certificate, public crypto.PublicKey, signer crypto.Signer) ([]byte, error) {
	return x509.CreateCertificate(rand.Reader, template, parent, public, signer)
}
