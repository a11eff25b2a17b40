// Package access decides whether a request may enter: by a token, by basic
// authentication, by headers that it must carry.
//
// The one rule to know: a secret is kept and compared as its SHA-256 hash, in
// constant time, so that neither the time an answer takes nor anything that
// prints these types tells of it.
package access
