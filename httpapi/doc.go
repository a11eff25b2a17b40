// Package httpapi serves Rasa's NLG callback of one assistant or of several over HTTP,
// and a few routes for operators: status, reload, metrics, probes.
//
// The one rule to know: a request loads its assistant once, then the assistant's catalog
// once, and uses no other until it is answered, counted and logged. Every failure is a problem document with a stable code
// (RFC 9457), because Rasa logs the body of an error reply. What the routes
// need of others (who may call, what is counted, what is traced) they ask for
// by the interfaces of [Config] and [Assistant].
package httpapi
