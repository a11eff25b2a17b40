// Package content is what the server serves before anything has parsed it:
// files as they were read, once, and the version of those files.
package content
