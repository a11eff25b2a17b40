package channels

import (
	"fmt"
	"slices"

	"nlgserver/internal/python"
)

// CheckReply says what Rasa refuses or breaks on whatever the channel: the
// strictest of the schemas of its client (section 5.4), and keys that are
// parameters of its own calls.
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
			Path: key, Rule: Reserved, Effect: Lost, Certain: true,
			Message: fmt.Sprintf("Rasa passes all keys of a reply to the channel, where %s is its own: the action fails, and nothing is sent", key),
		})
	}
	return found
}

// reservedKeys are the keys that Rasa's call of a channel cannot take twice.
func reservedKeys(d *python.Dict) []string {
	var keys []string
	for _, key := range []string{"recipient_id", "json_message"} {
		_, there := d.Get(key)
		custom, _ := d.Get(string(Custom))
		if there && (key != "json_message" || custom.Truth()) {
			keys = append(keys, key)
		}
	}
	return keys
}

// checkKey compares a value with what Rasa's client takes for its key.
func checkKey(key string, v python.Value) []Finding {
	kinds, optional := map[string][]python.Kind{
		"text":       {python.KindStr},
		"id":         {python.KindStr, python.KindNone},
		"image":      {python.KindStr, python.KindNone},
		"custom":     {python.KindDict},
		"attachment": {python.KindDict, python.KindNone},
		"buttons":    {python.KindList, python.KindNone},
		"elements":   {python.KindList, python.KindNone},
	}[key]
	if optional && !slices.Contains(kinds, v.Kind()) {
		return []Finding{wrongType(key, fmt.Sprintf("Rasa's client takes a %s for %s, not a %s", kinds[0].TypeName(), key, v.Kind().TypeName()))}
	}
	if key != "buttons" && key != "elements" {
		return nil
	}
	var found []Finding
	for i, item := range v.Items() {
		if item.Kind() != python.KindDict {
			path := fmt.Sprintf("%s[%d]", key, i)
			found = append(found, wrongType(path, fmt.Sprintf("Rasa's client takes a dict for an item of %s, not a %s", key, item.Kind().TypeName())))
		}
	}
	return found
}

func wrongType(path, message string) Finding {
	return Finding{
		Path: path, Rule: WrongType, Effect: Lost, Certain: true,
		Message: message + ": it refuses the reply, and the bot says nothing",
	}
}
