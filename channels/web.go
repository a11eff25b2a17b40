package channels

// collecting is a channel whose messages are handed to a program of the
// operator's own: it passes all on but elements, which become text.
func collecting(name, title string, aliases ...string) *Channel {
	return &Channel{
		Name: name, Title: title, Aliases: aliases, Family: Web, Verified: true,
		Handles: map[Part]Handling{
			Text: Split, Image: Passed, Buttons: Passed, QuickReplies: AsButtons, Attachment: Passed, Elements: AsText, Custom: Passed,
		},
	}
}

func webChannels() []*Channel {
	return []*Channel{
		// rest and cmdline are names of the input: a variation may carry them
		// all the same, see Names.
		collecting(Collector, "REST", "rest", "webchat", "website", "web"),
		collecting(Queue, "REST, as a stream, and rasa shell", "shell"),
		collecting("rest", "REST, as its input is called"),
		collecting("cmdline", "rasa shell, as its input is called", "console"),
		collecting("callback", "Callback"),
		collecting("rasa", "Rasa X and the chat of Rasa's own pages", "rasax"),
		socketIO(),
	}
}

func socketIO() *Channel {
	return &Channel{
		Name: "socketio", Aliases: []string{"websocket", "widget"}, Title: "Socket.IO", Family: Web, Layout: Below, Verified: true,
		Handles:             map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: Passed, Elements: Passed, Custom: Passed},
		SplitsBesideButtons: true,
		Forms: []Form{
			titleAndPayload("buttons[]"),
			{Of: "custom", Keys: []string{"data"}, Effect: Lost, Verified: true, Why: "makes the keys of custom the arguments of its emit call, which takes data"},
		},
	}
}
