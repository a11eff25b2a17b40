package channels

// What the sources of the table are called.
const (
	inRasa = "Rasa's source"
	// unsure marks a number from general knowledge.
	unsure = "general knowledge"
)

// titleAndPayload is the form of the buttons of most channels.
func titleAndPayload(of Subject) Form {
	return Form{
		Of: of, Keys: []string{"title", "payload"}, Effect: Lost, Verified: true,
		Why: "reads the title and the payload of every button",
	}
}

func slack() *Channel {
	return &Channel{
		Name: "slack", Title: "Slack", Family: Chat, Verified: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Elements: AsText, Attachment: Passed, Custom: Passed},
		Limits: []Limit{
			{Of: "text", Max: 40000, Unit: Characters, Effect: Cut, Verified: true, Source: "Slack's changelog of April 2018"},
			{Of: "text", Beside: Buttons, Max: 3000, Unit: Characters, Effect: Refused, Verified: true, Source: "Slack's page on section blocks"},
			{Of: "buttons", Max: 5, Unit: Items, Effect: Dropped, Verified: true, Source: inRasa},
			{Of: "buttons[].title", Max: 75, Unit: Characters, Effect: Refused, Verified: true, Source: "Slack's page on button elements"},
			{Of: "buttons[].payload", Max: 2000, Unit: Characters, Effect: Refused, Verified: true, Source: "Slack's page on button elements"},
		},
		Forms: []Form{
			titleAndPayload("buttons[]"),
			{Of: "attachment", Keys: []string{"channel", "as_user", "attachments"}, Not: true, Effect: Lost, Verified: true, Why: "passes all other keys of the reply on beside its own"},
			{Of: "custom", Keys: []string{"text", "blocks", "attachments"}, Any: true, Effect: Refused, Why: "makes custom the arguments of chat.postMessage"},
		},
	}
}

func telegram() *Channel {
	inline := []string{"", "inline"}
	return &Channel{
		Name: "telegram", Title: "Telegram", Family: Chat, Verified: true,
		Handles:     map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: Passed},
		ButtonTypes: map[string]Layout{"": Row, "inline": Row, "vertical": Column, "reply": Keyboard},
		Limits: []Limit{
			{Of: "text", Max: 4096, Unit: UTF16, Effect: Refused, Verified: true, Source: "constants of python-telegram-bot"},
			{Of: "buttons", Max: 100, Unit: Items, Effect: Refused, Verified: true, Source: "TelegramBots, issue 218"},
			{Of: "buttons", Max: 8, Unit: Items, Effect: Cut, Source: "TelegramBots, issue 218: about eight in a row", ButtonTypes: inline},
			{Of: "buttons[].payload", Min: 1, Max: 64, Unit: Bytes, Effect: Refused, Verified: true, Source: "grammY's pages", ButtonTypes: append(inline, "vertical")},
		},
		Forms: []Form{
			titleAndPayload("buttons[]"),
			{
				Of: "custom", Any: true, Effect: Dropped, Verified: true,
				Keys: []string{
					"text", "photo", "audio", "document", "sticker", "video", "video_note", "animation", "voice",
					"media", "latitude", "phone_number", "game_short_name", "action", "prices",
				},
				Why: "chooses by the keys of custom what to send",
			},
		},
	}
}

func facebook() *Channel {
	const page, help = "Meta's page on quick replies", "help pages of The Bot Platform"
	return &Channel{
		Name: "facebook", Aliases: []string{"messenger", "instagram"}, Title: "Facebook Messenger", Family: Chat, Layout: Column, Verified: true,
		Handles: map[Part]Handling{Text: Split, Attachment: AsText, Custom: Passed},
		Limits: []Limit{
			{Of: "text", Max: 2000, Unit: Characters, Effect: Refused, Source: unsure},
			{Of: "text", Beside: Buttons, Max: 640, Unit: Characters, Effect: Refused, Verified: true, Source: help},
			{Of: "buttons", Max: 3, Unit: Items, Effect: Dropped, Verified: true, Source: inRasa},
			{Of: "buttons[].title", Max: 20, Unit: Characters, Effect: Cut, Verified: true, Source: help},
			{Of: "buttons[].payload", Max: 1000, Unit: Characters, Effect: Refused, Source: unsure},
			{Of: "quick_replies", Max: 13, Unit: Items, Effect: Refused, Verified: true, Source: page},
			{Of: "quick_replies[].title", Max: 20, Unit: Characters, Effect: Cut, Verified: true, Source: page},
			{Of: "quick_replies[].payload", Max: 1000, Unit: Characters, Effect: Refused, Source: unsure},
			{Of: "elements", Max: 10, Unit: Items, Effect: Refused, Source: unsure},
			{Of: "elements[].title", Max: 80, Unit: Characters, Effect: Cut, Verified: true, Source: help},
			{Of: "elements[].subtitle", Max: 80, Unit: Characters, Effect: Cut, Verified: true, Source: help},
			{Of: "elements[].buttons", Max: 3, Unit: Items, Effect: Refused, Verified: true, Source: help},
			{Of: "elements[].buttons[].title", Max: 20, Unit: Characters, Effect: Cut, Verified: true, Source: help},
		},
		Forms: []Form{titleAndPayload("quick_replies[]")},
	}
}

func webexTeams() *Channel {
	return &Channel{
		Name: "webexteams", Aliases: []string{"webex", "cisco"}, Title: "Cisco Webex", Family: Chat, Verified: true,
		Handles: map[Part]Handling{Text: Split, Buttons: AsText, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 7439, Unit: Bytes, Effect: Refused, Verified: true, Source: "Webex's page on creating a message"}},
	}
}

func mattermost() *Channel {
	return &Channel{
		Name: "mattermost", Title: "Mattermost", Family: Chat, Verified: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 16383, Unit: Characters, Effect: Refused, Verified: true, Source: "mattermost, issue 27059; 4,000 before 5.0"}},
		Forms:   []Form{titleAndPayload("buttons[]")},
	}
}

func rocketChat() *Channel {
	return &Channel{
		Name: "rocketchat", Title: "Rocket.Chat", Family: Chat, Verified: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: Passed, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 5000, Unit: Characters, Effect: Refused, Source: unsure + "; an administrator may change it"}},
		Forms: []Form{
			titleAndPayload("buttons[]"),
			{Of: "custom", Keys: []string{"text"}, Effect: Lost, Verified: true, Why: "reads the text of custom"},
		},
	}
}

func botFramework() *Channel {
	return &Channel{
		Name: "botframework", Aliases: []string{"teams", "msteams"}, Title: "Microsoft Bot Framework", Family: Chat, Layout: Column, Verified: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: AsText, Elements: Passed, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 28000, Unit: Bytes, Effect: Refused, Source: unsure + ", for Teams"}},
		Forms: []Form{{
			Of: "buttons[]", Keys: []string{"type", "value"}, Effect: Dropped,
			Why: "passes buttons on as they are, and a hero card's button has a type and a value",
		}},
	}
}

func hangouts() *Channel {
	return &Channel{
		Name: "hangouts", Aliases: []string{"googlechat", "google_chat"}, Title: "Google Chat", Family: Chat, Verified: true,
		Handles: map[Part]Handling{QuickReplies: AsButtons, Attachment: AsText, Elements: Breaks, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 32000, Unit: Bytes, Effect: Refused, Verified: true, Source: "Google Chat's pages"}},
		Forms: []Form{
			titleAndPayload("buttons[]"),
			{Of: "custom", Keys: []string{"text", "cards"}, Any: true, Effect: Lost, Verified: true, Why: "takes nothing but a text or cards"},
		},
	}
}
