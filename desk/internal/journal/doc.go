// Package journal keeps records in a file that only grows, one line each, so that a
// process that is killed at any moment loses nothing that it appended, and a machine
// that loses power loses at most the last [Delay].
//
// A line is the CRC-32C of a record in eight hexadecimal digits, a space, the record
// as JSON, and a line feed. A file is private to its user (mode 0600).
//
// The one rule to know: a record that was read whole is never dropped. A torn last
// line is cut off; a file that is damaged elsewhere is kept beside the repaired one.
package journal
