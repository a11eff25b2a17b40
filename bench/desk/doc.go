// Command desk measures the authors' page: how long its first view takes in Chromium
// and how much that transfers, how long a search takes, and how long it is from a
// keystroke in the field of a slot or of a text to what the bot then says.
//
//	go run ./bench/desk
//
// The content is generated: 10,000 responses with ten variations each. The keystrokes
// are measured on a real assistant too, if the corpus is beside the repository. The
// desk runs in a process of its own, on the same machine as the browser.
package main
