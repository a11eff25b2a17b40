// Package content is what the server serves before it is understood: files as
// they were read, once, and the version that those bytes have.
package content
