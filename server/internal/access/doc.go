// Package access decides whether a request may pass: by a token, by basic
// authentication, by required headers.
//
// The one rule to know: a secret is kept as its SHA-256 hash and compared in
// constant time, so that neither response times nor printed values reveal it.
package access
