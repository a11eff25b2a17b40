package lint

import (
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// payload is what Rasa reads from a button's payload.
type payload struct {
	// intent is the name after the slash, including a retrieval intent's key.
	// It is empty for free text and for SetSlots.
	intent string
	// entities are the names in the JSON object after the intent.
	entities []string
	// slots are the names that /SetSlots(…) sets.
	slots []string
}

// payloadError is why Rasa cannot read a payload.
type payloadError struct {
	// offset is the byte offset of the fault.
	offset  int
	message string
	hint    string
	// mild is set if Rasa reads the payload anyway.
	mild bool
}

// parsePayload reads a payload as it reaches Rasa: /intent, /intent{"a": "b"},
// /SetSlots(a=b, c=d), or any other text. Rasa: section 2.4.
func parsePayload(text string) (payload, *payloadError) {
	start := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	body, ok := strings.CutPrefix(strings.TrimSpace(text), "/")
	if !ok {
		return payload{}, nil
	}
	start++
	if rest, ok := strings.CutPrefix(body, setSlots); ok && (rest == "" || strings.HasPrefix(strings.TrimLeft(rest, " "), "(")) {
		return parseSetSlots(rest, start+len(setSlots))
	}
	end := strings.IndexAny(body, "{@")
	if end < 0 {
		end = len(body)
	}
	p := payload{intent: strings.TrimSpace(body[:end])}
	if p.intent == "" {
		return p, &payloadError{offset: start, message: "no intent after the slash", hint: "write `/intent` or `/intent{{\"entity\": \"value\"}}`"}
	}
	brace := strings.IndexByte(body, '{')
	if brace < 0 {
		return p, nil
	}
	entities, err := parseEntities(body[brace:], start+brace)
	p.entities = entities
	return p, err
}

// setSlots is the command that sets slots without an intent.
const setSlots = "SetSlots"

// parseEntities reads the JSON after an intent, up to the last brace. If it is
// not valid, Rasa continues without entities; Rasa ignores anything after it.
func parseEntities(text string, offset int) ([]string, *payloadError) {
	const hint = "write `/intent{{\"entity\": \"value\"}}`, with every quote and brace closed"
	end := strings.LastIndexByte(text, '}') + 1
	if end == 0 {
		return nil, &payloadError{offset: offset, message: "the brace is never closed, so Rasa reads no entities", hint: hint}
	}
	v, err := python.ParseJSON(text[:end])
	switch {
	case err != nil:
		return nil, &payloadError{offset: offset, message: "the entities are not valid JSON, so Rasa reads none of them", hint: hint}
	case v.Dict() == nil:
		return nil, &payloadError{offset: offset, message: "the entities must be a JSON object of names and values", hint: hint}
	}
	var names []string
	for _, e := range v.Dict().Entries() {
		names = append(names, e.Key.Str())
	}
	if rest := strings.TrimSpace(text[end:]); rest != "" {
		return names, &payloadError{
			offset: offset + end, mild: true,
			message: "unexpected " + quote(rest) + " after the entities: Rasa ignores it with a warning, or loses the entities",
			hint:    "remove " + quote(rest),
		}
	}
	return names, nil
}

// parseSetSlots reads the parentheses of /SetSlots(a=b, c=d).
func parseSetSlots(text string, offset int) (payload, *payloadError) {
	const hint = "write `/SetSlots(slot=value, other=value)`"
	offset += len(text) - len(strings.TrimLeft(text, " "))
	text = strings.TrimSpace(text)
	inner, opened := strings.CutPrefix(text, "(")
	inner, closed := strings.CutSuffix(inner, ")")
	if !opened || !closed {
		return payload{}, &payloadError{offset: offset, message: "/SetSlots must be followed by its slots in parentheses, and nothing else", hint: hint}
	}
	var p payload
	at := offset + 1
	for part := range strings.SplitSeq(inner, ",") {
		name, _, assigned := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		switch {
		case !assigned || name == "":
			return p, &payloadError{offset: at, message: quote(strings.TrimSpace(part)) + " does not set a slot", hint: hint}
		case slices.Contains(p.slots, name):
			return p, &payloadError{offset: at, message: "slot " + quote(name) + " is set twice", hint: "remove one of them"}
		}
		p.slots = append(p.slots, name)
		at += len(part) + 1
	}
	return p, nil
}
