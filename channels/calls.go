package channels

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// callsOfTelegram are the methods that Rasa's Telegram channel calls with custom,
// in the order in which it tries them, and the parameters that aiogram 2 gives
// them. "decription" is Rasa's spelling.
var callsOfTelegram = telegramCalls()

func telegramCalls() []Call {
	common := []string{"message_thread_id", "disable_notification", "protect_content", "reply_to_message_id", "allow_sending_without_reply"}
	caption := []string{"caption", "parse_mode", "caption_entities"}
	size := []string{"duration", "width", "height", "thumb", "has_spoiler"}
	call := func(name string, needs []string, knows ...[]string) Call {
		// Rasa takes chat_id out of custom before the call.
		return Call{Name: name, Needs: needs, Knows: slices.Concat(slices.Concat(knows...), common, []string{"reply_markup", "chat_id"})}
	}
	return []Call{
		call("send_message", []string{"text"}, []string{"parse_mode", "entities", "disable_web_page_preview"}),
		call("send_photo", []string{"photo"}, caption, []string{"has_spoiler"}),
		call("send_audio", []string{"audio"}, caption, []string{"duration", "performer", "title", "thumb"}),
		call("send_document", []string{"document"}, caption, []string{"thumb", "disable_content_type_detection"}),
		call("send_sticker", []string{"sticker"}, []string{"emoji"}),
		call("send_video", []string{"video"}, caption, size, []string{"supports_streaming"}),
		call("send_video_note", []string{"video_note"}, []string{"duration", "length", "thumb"}),
		call("send_animation", []string{"animation"}, caption, size),
		call("send_voice", []string{"voice"}, caption, []string{"duration"}),
		{Name: "send_media_group", Needs: []string{"media"}, Knows: slices.Concat(common, []string{"chat_id"})},
		call("send_venue", []string{"latitude", "longitude", "title", "address"}, []string{"foursquare_id", "foursquare_type", "google_place_id", "google_place_type"}),
		call("send_location", []string{"latitude", "longitude"}, []string{"horizontal_accuracy", "live_period", "heading", "proximity_alert_radius"}),
		call("send_contact", []string{"phone_number", "first_name"}, []string{"last_name", "vcard"}),
		call("send_game", []string{"game_short_name"}),
		{Name: "send_chat_action", Needs: []string{"action"}, Knows: []string{"chat_id", "message_thread_id"}},
		call("send_invoice", []string{"title", "decription", "payload", "provider_token", "start_parameter", "currency", "prices"}, []string{
			"max_tip_amount", "suggested_tip_amounts", "provider_data", "photo_url", "photo_size", "photo_width", "photo_height",
			"need_name", "need_phone_number", "need_email", "need_shipping_address", "send_phone_number_to_provider",
			"send_email_to_provider", "is_flexible",
		}),
	}
}

// callOfTwilio is the call that Rasa's Twilio channel makes, with the parameters
// of the versions of twilio-python that Rasa 3 can be installed with.
var callOfTwilio = Call{Name: "messages.create", Knows: []string{
	"to", "from_", "body", "media_url", "messaging_service_sid", "status_callback", "application_sid", "max_price", "provide_feedback",
	"attempt", "validity_period", "force_delivery", "content_retention", "address_retention", "smart_encoded", "persistent_action",
	"shorten_urls", "schedule_type", "send_at", "send_as_mms", "content_sid", "content_variables", "risk_check",
}}

// callOfSocketIO is the call that Rasa's Socket.IO channel makes.
var callOfSocketIO = Call{Name: "emit", Knows: []string{"data", "to", "room", "skip_sid", "namespace", "callback", "ignore_queue"}}

// checkCalls finds keys of custom that the channel's call does not take, and a
// custom of which the channel makes no call.
func (k *checker) checkCalls() {
	custom := k.reply.part(Custom).Dict()
	if k.channel.Calls == nil || custom.Len() == 0 {
		return
	}
	call := k.channel.call(custom)
	if call == nil {
		k.add(Finding{
			Path: string(Custom), Rule: WrongForm, Effect: Dropped, Certain: k.channel.Verified,
			Message: fmt.Sprintf("it lacks %s, and Rasa's %s channel chooses what to send by the keys of custom: nothing is sent", k.channel.lacking(custom), k.channel.Title),
		})
		return
	}
	var unknown []string
	for _, e := range custom.Entries() {
		if key, _ := e.Key.Text(); !slices.Contains(call.Needs, key) && !slices.Contains(call.Knows, key) {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) == 0 {
		return
	}
	path := string(Custom)
	if key := unknown[0]; !strings.ContainsAny(key, ".[]") {
		path += "." + key
	}
	k.add(Finding{
		Path: path, Rule: WrongForm, Effect: Lost, Certain: k.channel.Verified,
		Message: fmt.Sprintf("Rasa's %s channel passes the keys of custom to %s, which does not know %s: %s",
			k.channel.Title, call.Name, list(unknown), forgets),
		Hint: removal(unknown, Custom),
	})
}

// call returns the call that the channel makes of custom, or nil if it makes
// none.
func (c *Channel) call(custom *python.Dict) *Call {
	for i := range c.Calls {
		if len(lackingOf(&c.Calls[i], custom)) == 0 {
			return &c.Calls[i]
		}
	}
	return nil
}

// lackingOf returns the keys that a call needs and custom does not have.
func lackingOf(call *Call, custom *python.Dict) []string {
	return slices.DeleteFunc(slices.Clone(call.Needs), func(key string) bool {
		v, there := custom.Get(key)
		return there && !v.IsNone()
	})
}

// lacking says which keys a custom of which no call is made should have: those
// of the call that it comes nearest to.
func (c *Channel) lacking(custom *python.Dict) string {
	var nearest []string
	var firsts []string
	for i := range c.Calls {
		call := &c.Calls[i]
		lacking := lackingOf(call, custom)
		if len(lacking) < len(call.Needs) && (nearest == nil || len(lacking) < len(nearest)) {
			nearest = lacking
		}
		if first := call.Needs[0]; len(call.Needs) == 1 && !slices.Contains(firsts, first) {
			firsts = append(firsts, first)
		}
	}
	if nearest != nil {
		return list(nearest)
	}
	return "a key such as " + strings.Join(firsts[:min(len(firsts), 3)], ", ")
}
