// Package follow reads small files again when they change: secrets, certificates, users.
//
// The one rule to know: what was in use stays in use until something newer is good.
package follow
