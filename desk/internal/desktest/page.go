package desktest

import (
	"encoding/json"

	"nlgserver/internal/browser"
)

// What is where on the page, as a screen reader names it.
var (
	Search   = browser.Like("searchbox", "^Search")
	List     = browser.Named("region", "Responses")
	Response = browser.Named("region", "Response")
	Try      = browser.Named("region", "Try it")
	Says     = browser.Named("region", "What it says")
	Channel  = browser.Named("combobox", "Channel").In(Try)
	Language = browser.Named("combobox", "Language").In(Try)
)

// Row is a response in the list.
func Row(name string) browser.Target { return browser.Like("link", "^"+name+"( |$)").In(List) }

// Title is the heading of the response that is open.
func Title(name string) browser.Target { return browser.Named("heading", name).In(Response) }

// Card is a variation of the response that is open.
func Card(pattern string) browser.Target { return browser.Like("article", pattern).In(Response) }

// Slot is the field of a slot in the pane where one tries.
func Slot(role, name string) browser.Target { return browser.Named(role, name).In(Try) }

// Quoted returns a text as JavaScript.
func Quoted(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // every string can be encoded
	}
	return string(encoded)
}
