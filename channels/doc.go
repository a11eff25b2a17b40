// Package channels knows Rasa's channels: their names in a request, which channel
// names of variations match a request ([Names]), what each channel shows and
// allows ([Known], a table with an entry for each channel), what it will not show
// as written ([Check]), and how a message looks ([PictureOf]).
//
// The one rule to know: Rasa sends the name of its output channel, and the
// REST channel's output is called "collector" or "queue", never "rest".
package channels
