package lint

import (
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
	// sets are the slots that /SetSlots(…) sets.
	sets []assignment
}

// payloadError is why Rasa cannot read a payload.
type payloadError struct {
	// offset is the byte offset of the fault.
	offset  int
	message string
	hint    string
	// isJSON is set if the entities are not a JSON object.
	isJSON bool
	// mild is set if Rasa reads the payload anyway.
	mild bool
	// from and to are what is certainly meant by a part of the payload; empty if nothing
	// is certain.
	from, to string
}

// parsePayload reads a payload as it reaches Rasa: /intent, /intent{"a": "b"},
// /SetSlots(a=b, c=d), or any other text. Rasa: section 2.4.
func parsePayload(text string) (payload, *payloadError) {
	start := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	trimmed := strings.TrimSpace(text)
	if fault := misspeltSetSlots(trimmed, start); fault != nil {
		return payload{}, fault
	}
	body, ok := strings.CutPrefix(trimmed, "/")
	if !ok {
		return payload{}, nil
	}
	start++
	if rest, ok := strings.CutPrefix(body, setSlots); ok && (rest == "" || strings.ContainsRune("([{", rune(strings.TrimLeft(rest, " ")[0]))) {
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

// parseEntities reads the JSON after an intent, up to the last brace. If it is
// not valid, Rasa continues without entities; Rasa ignores anything after it.
func parseEntities(text string, offset int) ([]string, *payloadError) {
	const hint = "write `/intent{{\"entity\": \"value\"}}`, with every quote and brace closed"
	end := strings.LastIndexByte(text, '}') + 1
	if end == 0 {
		return nil, &payloadError{offset: offset, message: "the brace is never closed, so Rasa reads no entities", hint: hint, isJSON: true}
	}
	v, err := python.ParseJSON(text[:end])
	switch {
	case err != nil:
		return nil, &payloadError{offset: offset, message: "the entities are not valid JSON, so Rasa reads none of them", hint: hint, isJSON: true}
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
			from:    rest,
		}
	}
	return names, nil
}
