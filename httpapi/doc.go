// Package httpapi answers Rasa's NLG callback over HTTP, and the few questions
// of whoever operates the server.
//
// The one rule to know: a request loads the catalog once and sees nothing else
// until it is answered. Whatever cannot be answered is a problem document with
// a stable code (RFC 9457), because Rasa logs the body of an error reply.
package httpapi
