package lint

import (
	"slices"
	"strconv"
	"strings"
)

// setSlots is the command that sets slots without an intent.
const setSlots = "SetSlots"

// maxSetSlots is how many slots one /SetSlots can set: with more, Rasa reads
// none. Rasa: section 12a.
const maxSetSlots = 10

// assignment is a slot that /SetSlots sets.
type assignment struct {
	slot, value string
	// at and valueAt are the byte offsets of both in the payload.
	at, valueAt int
}

// parseSetSlots reads the parentheses of /SetSlots(a=b, c=d). Rasa: section 12a.
func parseSetSlots(text string, offset int) (payload, *payloadError) {
	offset += len(text) - len(strings.TrimLeft(text, " "))
	text = strings.TrimSpace(text)
	inner, opened := strings.CutPrefix(text, "(")
	inner, closed := strings.CutSuffix(inner, ")")
	if !opened || !closed {
		return payload{}, &payloadError{offset: offset, message: "/SetSlots must be followed by its slots in parentheses, and nothing else", hint: hintForSetSlots(text), from: text, to: setIn(text)}
	}
	var p payload
	at := offset + 1
	for part := range strings.SplitSeq(inner, ",") {
		a, fault := parseAssignment(part, at, len(p.sets) == 0)
		switch {
		case fault != nil:
			return p, fault
		case slices.ContainsFunc(p.sets, func(b assignment) bool { return a.slot == b.slot }):
			return p, &payloadError{offset: at, message: "slot " + quote(a.slot) + " is set twice", hint: "remove `" + p.valueOf(a.slot) + "` or `" + a.slot + "=" + a.value + "`"}
		}
		p.sets = append(p.sets, a)
		at += len(part) + 1
	}
	if n := len(p.sets); n > maxSetSlots {
		return p, &payloadError{
			offset:  p.sets[maxSetSlots].at,
			message: strconv.Itoa(n) + " slots are set: above " + strconv.Itoa(maxSetSlots) + ", Rasa reads none of them",
			hint:    "set at most " + strconv.Itoa(maxSetSlots) + " slots",
		}
	}
	return p, nil
}

// hintForSetSlots says how to write what follows /SetSlots.
func hintForSetSlots(text string) string {
	inner := strings.Trim(text, "()[]{} ")
	if inner == "" || strings.ContainsAny(inner, "()[]{}/") {
		return "write `(SLOT=VALUE)` after /SetSlots"
	}
	return "write `(" + inner + ")`"
}

// setIn returns what follows /SetSlots in parentheses instead of other brackets; the text
// itself if more than brackets is wrong.
func setIn(text string) string {
	inner := strings.Trim(text, "()[]{} ")
	if inner == "" || strings.ContainsAny(inner, "()[]{}/") {
		return text
	}
	return "(" + inner + ")"
}

// valueOf returns how the payload sets a slot.
func (p *payload) valueOf(slot string) string {
	i := slices.IndexFunc(p.sets, func(a assignment) bool { return a.slot == slot })
	return slot + "=" + p.sets[i].value
}

// parseAssignment reads one slot=value at an offset.
func parseAssignment(part string, at int, first bool) (assignment, *payloadError) {
	skipped := len(part) - len(strings.TrimLeft(part, " \t\r\n"))
	name, value, assigned := strings.Cut(part, "=")
	a := assignment{slot: strings.TrimSpace(name), value: strings.TrimSpace(value), at: at + skipped}
	a.valueAt = at + len(name) + 1 + len(value) - len(strings.TrimLeft(value, " \t\r\n"))
	from, to := "", ""
	fail := func(offset int, message, hint string) (assignment, *payloadError) {
		return a, &payloadError{offset: offset, message: message, hint: hint, from: from, to: to}
	}
	if !assigned || a.slot == "" {
		hint := "write `SLOT=" + strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(part), "=")) + "`"
		if strings.Trim(part, " =") == "" {
			hint = "write `SLOT=VALUE`"
		}
		slot, text, colon := strings.Cut(part, ":")
		switch {
		case colon && !assigned && strings.TrimSpace(slot) != "" && strings.TrimSpace(text) != "":
			from, to = strings.TrimSpace(part), strings.TrimSpace(slot)+"="+strings.TrimSpace(text)
			hint = "write `" + to + "`"
		case !first:
			hint = "write `SLOT=" + strings.TrimSpace(part) + "`, or remove the comma: a value cannot contain one"
		}
		return fail(at, quote(strings.TrimSpace(part))+" does not set a slot", hint)
	}
	if i := strings.IndexAny(part, "()"); i >= 0 {
		return fail(at+i, "the name or value of slot "+quote(a.slot)+" contains "+quote(part[i:i+1])+", so Rasa cannot read it", "write `"+a.slot+"="+strings.NewReplacer("(", "", ")", "").Replace(a.value)+"`, without the parentheses")
	}
	if a.value == "" {
		return fail(at+len(name), "slot "+quote(a.slot)+" is set to nothing, so Rasa cannot read it", "write a value after `"+a.slot+"=`")
	}
	return a, nil
}

// misspeltSetSlots returns the fault of a payload that was probably meant to be
// /SetSlots(…): Rasa compares the word with case, and wants the slash. The text has
// no white space around it.
func misspeltSetSlots(text string, offset int) *payloadError {
	word, inner, called := strings.Cut(text, "(")
	plain := strings.TrimSuffix(strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "", "/", "").Replace(word)), "s")
	if word = strings.TrimSpace(word); !called || plain != "setslot" || word == "/"+setSlots {
		return nil
	}
	reads := "an intent"
	if !strings.HasPrefix(word, "/") {
		if !strings.Contains(inner, "=") {
			return nil // such as "Set slots (all)"
		}
		reads = "the user's own words"
	}
	return &payloadError{offset: offset, message: quote(word) + " is not /SetSlots: Rasa reads it as " + reads, hint: "write `/" + setSlots + "`", from: word, to: "/" + setSlots}
}
