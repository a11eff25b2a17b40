// Package wire reads the body of Rasa's NLG request. A body carries the whole
// conversation, megabytes of it, and a few hundred bytes matter: the rest is
// passed over without being decoded, and slots are decoded one by one when
// somebody asks for them.
//
// The one rule to know: everything that a [Request] holds shares memory with
// the body. Whoever reuses the body's buffer must be done with the request.
package wire
