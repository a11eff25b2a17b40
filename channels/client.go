package channels

import (
	"fmt"
	"slices"

	"nlgserver/internal/python"
)

// CheckReply returns what Rasa rejects or fails on, whatever the channel:
// violations of the strictest schema of its client (section 5.4), and keys that
// clash with parameters of its own calls.
func CheckReply(message python.Value) []Finding {
	d := message.Dict()
	if message.Kind() != python.KindDict {
		return []Finding{wrongType("", "a reply must be an object, not "+message.Kind().TypeName())}
	}
	var found []Finding
	for _, e := range d.Entries() {
		key, _ := e.Key.Text()
		found = append(found, checkKey(key, e.Value)...)
	}
	for _, key := range reservedKeys(d) {
		found = append(found, Finding{
			Path: key, Rule: Reserved, Effect: Lost, Forgets: true, Certain: true,
			Message: fmt.Sprintf("Rasa passes every key of a reply to the channel as an argument, and %s is one already: %s", key, forgets),
		})
	}
	return found
}

// reservedKeys returns the keys of a reply that Rasa's call of a channel cannot
// take twice.
func reservedKeys(d *python.Dict) []string {
	var keys []string
	if _, there := d.Get("recipient_id"); there {
		keys = append(keys, "recipient_id")
	}
	custom, _ := d.Get(string(Custom))
	if _, there := d.Get("json_message"); there && custom.Truth() {
		keys = append(keys, "json_message")
	}
	return keys
}

// replyKinds is the kinds that Rasa's client accepts for each key.
var replyKinds = map[string][]python.Kind{
	"text":       {python.KindStr},
	"id":         {python.KindStr, python.KindNone},
	"image":      {python.KindStr, python.KindNone},
	"custom":     {python.KindDict},
	"attachment": {python.KindDict, python.KindNone},
	"buttons":    {python.KindList, python.KindNone},
	"elements":   {python.KindList, python.KindNone},
}

// checkKey compares a value with what Rasa's client accepts for its key.
func checkKey(key string, v python.Value) []Finding {
	kinds, known := replyKinds[key]
	if known && !slices.Contains(kinds, v.Kind()) {
		return []Finding{wrongType(key, fmt.Sprintf("Rasa's client expects a %s for %s, not a %s", kinds[0].TypeName(), key, v.Kind().TypeName()))}
	}
	if key != "buttons" && key != "elements" {
		return nil
	}
	var found []Finding
	for i, item := range v.Items() {
		if item.Kind() != python.KindDict {
			path := fmt.Sprintf("%s[%d]", key, i)
			found = append(found, wrongType(path, fmt.Sprintf("Rasa's client expects every item of %s to be a dict, not a %s", key, item.Kind().TypeName())))
		}
	}
	return found
}

func wrongType(path, message string) Finding {
	return Finding{
		Path: path, Rule: WrongType, Effect: Lost, Certain: true,
		Message: message + ": it rejects the reply, and the bot says nothing",
	}
}
