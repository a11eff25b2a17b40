package channels

// speaking is one of Rasa Pro's voice channels. Their source is closed: that
// they speak texts and titles, and show nothing, is general knowledge.
func speaking(name, title string) Channel {
	return Channel{
		Name: name, Title: title, Family: Voice, NoEmoji: Dropped,
		Handles: map[Part]Handling{
			Image: Ignored, Buttons: Spoken, QuickReplies: AsButtons, Attachment: Ignored, Elements: Ignored, Custom: Passed,
		},
	}
}

// phoneChannels are the channels of a telephone: messages and voice.
var phoneChannels = [...]Channel{
	{
		Name: "twilio", Aliases: []string{"sms", "whatsapp"}, Title: "Twilio", Family: SMS, Verified: true,
		Handles: map[Part]Handling{Text: Split, Buttons: AsText, QuickReplies: AsButtons, Attachment: AsText, Elements: AsText, Custom: Passed},
		Limits:  []Limit{{Of: "text", Max: 1600, Unit: Characters, Effect: Refused, Source: unsure}},
	},
	{
		Name: "twilio_voice", Title: "Twilio Voice", Family: Voice, Verified: true, Collects: true, NoEmoji: WrittenOut,
		Handles: map[Part]Handling{
			Text: Split, Image: Ignored, Buttons: Spoken, QuickReplies: AsButtons, Attachment: Breaks, Elements: AsText, Custom: Breaks,
		},
		Limits: []Limit{{Of: "text", Max: 4096, Unit: Characters, Effect: Refused, Source: unsure}},
		Forms:  []Form{{Of: "buttons[]", Keys: []string{"title"}, Effect: Lost, Verified: true, Why: "reads the title of every button"}},
	},
	speaking("audiocodes", "AudioCodes VoiceAI Connect"),
	speaking("audiocodes_stream", "AudioCodes, streaming"),
	speaking("browser_audio", "the browser's microphone"),
	speaking("chirp", "Chirp"),
	speaking("genesys", "Genesys Cloud"),
	speaking("jambonz", "Jambonz"),
	speaking("jambonz_stream", "Jambonz, streaming"),
	speaking("signalwire", "SignalWire"),
	speaking("twilio_media_streams", "Twilio Media Streams"),
	speaking("websockets_voice", "voice over WebSockets"),
}
