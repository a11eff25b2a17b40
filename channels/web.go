package channels

// collecting is a channel that hands its messages to a program of the
// operator's own. It passes everything on except elements, which become text.
func collecting(name, title string, aliases ...string) Channel {
	return Channel{
		Name: name, Title: title, Aliases: aliases, Family: Web, Source: openSource, Verified: true,
		Handles: map[Part]Handling{
			Text: Split, Image: Passed, Buttons: Passed, QuickReplies: AsButtons, Attachment: Passed, Elements: AsText, Custom: Passed,
		},
	}
}

// webChannels are the channels to a program of the operator's own. rest and
// cmdline are names of the input, which a variation may carry too: see [Names].
var webChannels = [...]Channel{
	collecting(Collector, "REST", "rest", "webchat", "website", "web"),
	collecting(Queue, "REST, as a stream, and rasa shell", "shell"),
	collecting("rest", "REST (input name)"),
	collecting("cmdline", "rasa shell (input name)", "console"),
	collecting("callback", "Callback"),
	collecting("rasa", "Rasa X and the chat of Rasa's own pages", "rasax"),
	{
		Name: "socketio", Aliases: []string{"websocket", "widget"}, Title: "Socket.IO", Family: Web, Layout: Below, Source: openSource, Verified: true,
		Handles:             map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: Passed, Elements: Passed, Custom: Passed},
		SplitsBesideButtons: true,
		Forms: []Form{
			titleAndPayload("buttons[]"),
			{Of: "custom", Keys: []string{"data"}, Effect: Dropped, Verified: true, Why: "makes the keys of custom the arguments of emit, and sends the data"},
		},
		Calls: []Call{callOfSocketIO},
	},
}
