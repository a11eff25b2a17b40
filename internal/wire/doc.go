// Package wire reads the body of Rasa's NLG request. A body carries the whole
// conversation, megabytes of it, but only a few hundred bytes matter: the rest is
// skipped without being decoded, and slots are decoded one by one when they are
// asked for.
//
// The one rule to know: everything that a [Request] holds shares memory with
// the body. Do not reuse the body's buffer while the request is in use.
package wire
