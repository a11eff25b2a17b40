// Package channels knows Rasa's channels: how they call themselves in a
// request, and which of a variation's channel names a request may match.
//
// The one rule to know: Rasa sends the name of its output channel, and the
// REST channel's output is called "collector" or "queue", never "rest".
package channels
