package channels

const (
	// pro is the version of Rasa Pro whose voice channels were read.
	pro = "Rasa Pro, about 3.15 and newer"
	// likeOthers is written for voice channels that were not read themselves.
	likeOthers = "inferred from the others"
)

// streaming is one of Rasa Pro's channels that turn text into speech themselves.
// Whatever has no form of its own in Rasa becomes text there, and is spoken.
func streaming(name, title, source string) Channel {
	return Channel{
		Name: name, Title: title, Family: Voice, NoEmoji: Dropped, Concise: true, Source: source, Verified: source == pro,
		Handles: map[Part]Handling{
			Image: AsText, Buttons: Spoken, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: AsText,
		},
		Forms: []Form{titleToSpeak(source == pro)},
	}
}

// readyMade is one of Rasa Pro's channels to a platform that speaks.
func readyMade(name, title string, custom Handling, forms ...Form) Channel {
	return Channel{
		Name: name, Title: title, Family: Voice, NoEmoji: Dropped, Concise: true, Source: pro, Verified: true,
		Handles: map[Part]Handling{
			Image: Breaks, Buttons: Spoken, QuickReplies: AsButtons, Attachment: Breaks, Elements: AsText, Custom: custom,
		},
		Forms: append(forms, titleToSpeak(true)),
	}
}

// titleToSpeak is the form of the buttons of voice channels.
func titleToSpeak(verified bool) Form {
	return Form{Of: "buttons[]", Keys: []string{"title"}, NotNull: true, Effect: Lost, Verified: verified, Why: "reads the title of every button"}
}

// phoneChannels are the channels of a telephone: messages and voice.
var phoneChannels = [...]Channel{
	{
		Name: "twilio", Aliases: []string{"sms", "whatsapp"}, Title: "Twilio", Family: SMS, Source: openSource, Verified: true,
		Handles: map[Part]Handling{Text: Split, Buttons: AsText, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 1600, Unit: Characters, Effect: Refused, Verified: true, Source: "twilio-python's documentation"}},
		Calls:   []Call{callOfTwilio},
	},
	{
		Name: "twilio_voice", Title: "Twilio Voice", Family: Voice, Source: openSource, Verified: true, Collects: true, NoEmoji: WrittenOut,
		Handles: map[Part]Handling{
			Text: Split, Image: Ignored, Buttons: Spoken, QuickReplies: AsButtons, Attachment: BreaksReply, Elements: AsText, Custom: BreaksReply,
		},
		Limits: []Limit{{Of: "text", Max: 4096, Unit: Characters, Effect: Refused, Source: unsure}},
		Forms:  []Form{titleToSpeak(true)},
	},
	readyMade("audiocodes", "AudioCodes VoiceAI Connect", Passed),
	readyMade("jambonz", "Jambonz", OnlyText, Form{
		Of: "custom", Keys: []string{"text"}, Effect: Dropped, Verified: true, Why: "sends nothing but the text of custom",
	}),
	streaming("audiocodes_stream", "AudioCodes streaming", pro),
	streaming("browser_audio", "the browser's microphone", pro),
	streaming("chirp", "Chirp", likeOthers),
	streaming("genesys", "Genesys Cloud", pro),
	streaming("jambonz_stream", "Jambonz streaming", pro),
	streaming("signalwire", "SignalWire", pro),
	streaming("twilio_media_streams", "Twilio Media Streams", pro),
	streaming("websockets_voice", "voice over WebSockets", likeOthers),
}
