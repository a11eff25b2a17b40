package channels

// What the sources of the table are called.
const (
	inRasa = "Rasa's source"
	// openSource is the last version of the open source.
	openSource = "Rasa 3.7"
	inClient   = "fbmessenger 6, Rasa's client library"
	// unsure marks a number from general knowledge.
	unsure = "general knowledge"

	metaQuickReplies = "Meta's page on quick replies"
	botPlatformHelp  = "help pages of The Bot Platform"
)

// titleAndPayload is the form of the buttons of most channels.
func titleAndPayload(of Subject) Form {
	return Form{
		Of: of, Keys: []string{"title", "payload"}, Effect: Lost, Verified: true,
		Why: "reads the title and the payload of every button",
	}
}

// chatChannels are the channels for people who read.
var chatChannels = [...]Channel{
	{
		Name: "slack", Title: "Slack", Family: Chat, Source: openSource, Verified: true, RaisesRefusals: true,
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
			{Of: "attachment", Keys: []string{"channel", "as_user", "attachments"}, Not: true, Effect: Lost, Verified: true, Why: "passes every other key of the reply on beside its own"},
			{Of: "custom", Keys: []string{"channel"}, Without: true, Effect: Lost, Verified: true, Why: "passes a channel of its own beside the keys of custom"},
			{Of: "custom", Keys: []string{"text", "blocks", "attachments"}, Any: true, Effect: Refused, Why: "makes custom the arguments of chat.postMessage"},
		},
	},
	{
		Name: "telegram", Title: "Telegram", Family: Chat, Source: openSource, Verified: true, RaisesRefusals: true,
		Handles:     map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: Passed},
		ButtonTypes: map[string]Layout{"inline": Row, "vertical": Column, "reply": Keyboard}, DefaultType: "inline",
		Limits: []Limit{
			{Of: "text", Max: 4096, Unit: UTF16, Effect: Refused, Verified: true, Source: "constants of python-telegram-bot"},
			{Of: "buttons", Max: 100, Unit: Items, Effect: Refused, Verified: true, Source: "TelegramBots, issue 218"},
			{Of: "buttons", Max: 8, Unit: Items, Effect: Cut, Source: "TelegramBots, issue 218: about eight in a row", ButtonTypes: []string{"inline"}},
			{Of: "buttons[].payload", Min: 1, Max: 64, Unit: Bytes, Effect: Refused, Verified: true, Source: "grammY's pages", ButtonTypes: []string{"inline", "vertical"}},
		},
		Forms: []Form{titleAndPayload("buttons[]")},
		Calls: callsOfTelegram,
	},
	{
		Name: "facebook", OneForElements: true, Aliases: []string{"messenger", "instagram"}, Title: "Facebook Messenger", Family: Chat, Layout: Column, Source: openSource, Verified: true,
		Handles: map[Part]Handling{Text: Split, Attachment: AsText, Custom: Passed},
		Limits: []Limit{
			{Of: "text", Max: 2000, Unit: Characters, Effect: Refused, Source: unsure},
			{Of: "text", Beside: Buttons, Max: 640, Unit: Characters, Effect: Refused, Verified: true, Source: botPlatformHelp},
			{Of: "buttons", Max: 3, Unit: Items, Effect: Dropped, Verified: true, Source: inRasa},
			{Of: "buttons[].title", Max: 20, Unit: Characters, Effect: Cut, Verified: true, Source: botPlatformHelp},
			{Of: "buttons[].payload", Max: 1000, Unit: Characters, Effect: Refused, Source: unsure},
			{Of: "quick_replies", Max: 11, Unit: Items, Effect: Lost, Verified: true, Source: inClient + "; Meta allows 13"},
			{Of: "quick_replies[].title", Max: 20, Unit: Characters, Effect: Cut, Verified: true, Source: metaQuickReplies},
			{Of: "quick_replies[].payload", Max: 1000, Unit: Characters, Effect: Lost, Verified: true, Source: inClient},
			{Of: "elements", Max: 10, Unit: Items, Effect: Refused, Source: unsure},
			{Of: "elements[].title", Max: 80, Unit: Characters, Effect: Cut, Verified: true, Source: botPlatformHelp},
			{Of: "elements[].subtitle", Max: 80, Unit: Characters, Effect: Cut, Verified: true, Source: botPlatformHelp},
			{Of: "elements[].buttons", Max: 3, Unit: Items, Effect: Refused, Verified: true, Source: botPlatformHelp},
			{Of: "elements[].buttons[].title", Max: 20, Unit: Characters, Effect: Cut, Verified: true, Source: botPlatformHelp},
		},
		Forms: []Form{
			titleAndPayload("quick_replies[]"),
			{
				Of: "quick_replies[].content_type", Values: []string{"text", "location"}, Effect: Lost, Verified: true,
				Why: "accepts only these content types",
			},
		},
	},
	{
		Name: "webexteams", Aliases: []string{"webex", "cisco"}, Title: "Cisco Webex", Family: Chat, Source: openSource, Verified: true, RaisesRefusals: true,
		Handles: map[Part]Handling{Text: Split, Buttons: AsText, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 7439, Unit: Bytes, Effect: Refused, Verified: true, Source: "Webex's page on creating a message"}},
		Forms: []Form{{
			Of: "custom", Keys: []string{"roomId", "toPersonId", "toPersonEmail"}, Any: true, Effect: Refused,
			Why: "adds a roomID to the arguments of messages.create, where Webex reads roomId",
		}},
	},
	{
		Name: "mattermost", Title: "Mattermost", Family: Chat, Source: openSource, Verified: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 16383, Unit: Characters, Effect: Refused, Verified: true, Source: "mattermost, issue 27059; 4,000 before 5.0"}},
		Forms:   []Form{titleAndPayload("buttons[]")},
	},
	{
		Name: "rocketchat", Title: "Rocket.Chat", Family: Chat, Source: openSource, Verified: true, OneForElements: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: Passed, Elements: Passed, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 5000, Unit: Characters, Effect: Refused, Source: unsure + "; an administrator may change it"}},
		Forms: []Form{
			titleAndPayload("buttons[]"),
			{Of: "custom", Keys: []string{"text"}, Effect: Lost, Verified: true, Why: "reads the text of custom"},
		},
	},
	{
		Name: "botframework", Aliases: []string{"teams", "msteams"}, Title: "Microsoft Bot Framework", Family: Chat, Layout: Column, Source: openSource, Verified: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: AsText, Elements: Passed, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 28000, Unit: Bytes, Effect: Refused, Source: unsure + ", for Teams"}},
		Forms: []Form{{
			Of: "buttons[]", Keys: []string{"type", "value"}, Effect: Dropped,
			Why: "passes buttons on as they are, and a hero card's button has a type and a value",
		}},
	},
	{
		Name: "hangouts", Aliases: []string{"googlechat", "google_chat"}, Title: "Google Chat", Family: Chat, Source: openSource, Verified: true, OneMessage: true,
		Handles: map[Part]Handling{QuickReplies: AsButtons, Attachment: Passed, Elements: Breaks, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 32000, Unit: Bytes, Effect: Refused, Verified: true, Source: "Google Chat's pages"}},
		Forms: []Form{
			titleAndPayload("buttons[]"),
			{Of: "custom", Keys: []string{"text", "cards"}, Any: true, True: true, Effect: Lost, Verified: true, Why: "accepts only a text or cards"},
		},
	},
}
