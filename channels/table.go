package channels

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Table is the channels that somebody knows about: Rasa's, and the user's own.
// It does not change.
type Table struct {
	// channels are sorted by name.
	channels []*Channel
}

// Known returns Rasa's channels.
func Known() *Table {
	all := slices.Concat(
		[]*Channel{slack(), telegram(), facebook(), webexTeams(), mattermost(), rocketChat(), botFramework(), hangouts(), twilio()},
		webChannels(),
		voiceChannels(),
	)
	return (&Table{}).With(all...)
}

// With returns a table that has the given channels as well; one whose name is
// there already takes its place.
func (t *Table) With(own ...*Channel) *Table {
	all := slices.Clone(t.channels)
	for _, c := range own {
		i, found := slices.BinarySearchFunc(all, c.Name, byName)
		if found {
			all[i] = c
		} else {
			all = slices.Insert(all, i, c)
		}
	}
	return &Table{all}
}

func byName(c *Channel, name string) int { return cmp.Compare(c.Name, name) }

// Declared returns a channel of the user's own. No more than its family is
// known: one for voice speaks as Rasa's own do, every other is taken to show
// all that it is sent.
func Declared(name string, family Family) *Channel {
	if family == Voice {
		c := speaking(name, name)
		c.Own = true
		return c
	}
	return &Channel{
		Name: name, Title: name, Family: family, Own: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: Passed, Elements: Passed, Custom: Passed},
	}
}

// All returns the channels by name. The caller must not change them.
func (t *Table) All() []*Channel { return slices.Clone(t.channels) }

// Lookup returns the channel of a name, exactly as written; nil if there is
// none. An alias is no name: see [Table.Suggest].
func (t *Table) Lookup(name string) *Channel {
	if i, found := slices.BinarySearchFunc(t.channels, name, byName); found {
		return t.channels[i]
	}
	return nil
}

// Suggest returns the name that somebody may have meant who wrote another:
// the channel that it is an alias of, or the nearest name; empty if nothing
// is near.
func (t *Table) Suggest(name string) string {
	plain := plainName(name)
	if plain == "" {
		return ""
	}
	for _, c := range t.channels {
		if plain == plainName(c.Name) || slices.ContainsFunc(c.Aliases, func(a string) bool { return plain == plainName(a) }) {
			return c.Name
		}
	}
	best, least := "", max(1, min(2, len(plain)/3))+1
	for _, c := range t.channels {
		for _, known := range append([]string{c.Name}, c.Aliases...) {
			if n := edits(plain, plainName(known), least); n < least {
				best, least = c.Name, n
			}
		}
	}
	return best
}

// plainName is a name without case and punctuation: Rocket.Chat and rocketchat
// are the same.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ._-", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// edits counts the bytes to add, remove or replace that turn a into b; a
// number from limit on where it is at least that many.
func edits(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// ParseFamily reads a family's name.
func ParseFamily(text string) (Family, error) {
	switch f := Family(text); f {
	case Chat, SMS, Voice, Web:
		return f, nil
	default:
		return "", fmt.Errorf("%q is no family of channels; write chat, sms, voice or web", text)
	}
}
