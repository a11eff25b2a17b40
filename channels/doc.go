// Package channels knows Rasa's channels: how they call themselves in a
// request, which of a variation's channel names a request may match ([Names]),
// what each shows and allows ([Known], a table of one entry a channel), what of
// a message it will not show as written ([Check]), and how it will look
// ([PictureOf]).
//
// The one rule to know: Rasa sends the name of its output channel, and the
// REST channel's output is called "collector" or "queue", never "rest".
package channels
