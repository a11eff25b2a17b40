package channels

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Table holds the channels that are known: Rasa's, and the user's own. A table
// does not change.
type Table struct {
	// channels are sorted by name.
	channels []*Channel
}

// Known returns Rasa's channels. The table is the caller's own copy, so that
// no caller can change another's.
func Known() *Table {
	var all []*Channel
	for _, group := range [...][]Channel{chatChannels[:], phoneChannels[:], webChannels[:]} {
		for i := range group {
			all = append(all, group[i].clone())
		}
	}
	return (&Table{}).With(all...)
}

// clone returns a copy that shares nothing with the channel.
func (c *Channel) clone() *Channel {
	own := *c
	own.Aliases = slices.Clone(c.Aliases)
	own.Handles = maps.Clone(c.Handles)
	own.ButtonTypes = maps.Clone(c.ButtonTypes)
	own.Limits = slices.Clone(c.Limits)
	for i := range own.Limits {
		own.Limits[i].ButtonTypes = slices.Clone(own.Limits[i].ButtonTypes)
	}
	own.Forms = slices.Clone(c.Forms)
	for i := range own.Forms {
		own.Forms[i].Keys = slices.Clone(own.Forms[i].Keys)
		own.Forms[i].Values = slices.Clone(own.Forms[i].Values)
	}
	own.Calls = slices.Clone(c.Calls)
	for i := range own.Calls {
		own.Calls[i].Needs = slices.Clone(own.Calls[i].Needs)
		own.Calls[i].Knows = slices.Clone(own.Calls[i].Knows)
	}
	return &own
}

// With returns a table that also has the given channels. Each replaces one of
// the same name.
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

// Declared returns a channel of the user's own. Only its family is known: a
// voice channel is assumed to speak as Rasa's streaming channels do, any other
// to show everything it is sent.
func Declared(name string, family Family) *Channel {
	if family == Voice {
		c := streaming(name, name, likeOthers)
		c.Own = true
		return &c
	}
	return &Channel{
		Name: name, Title: name, Family: family, Own: true,
		Handles: map[Part]Handling{Text: Split, QuickReplies: AsButtons, Attachment: Passed, Elements: Passed, Custom: Passed},
	}
}

// All returns the channels in the order of their names.
func (t *Table) All() []*Channel { return slices.Clone(t.channels) }

// Lookup returns the channel with exactly this name, or nil if there is none.
// It does not look at aliases: see [Table.Suggest].
func (t *Table) Lookup(name string) *Channel {
	if i, found := slices.BinarySearchFunc(t.channels, name, byName); found {
		return t.channels[i]
	}
	return nil
}

// Suggest returns the channel name that was probably meant by another name: the
// channel that it is an alias of, or the one with the nearest name. It returns
// an empty string if nothing is near.
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

// SuggestOnly is [Table.Suggest], but returns an empty string if another name may have
// been meant as well.
func (t *Table) SuggestOnly(name string) string {
	plain, found := plainName(name), ""
	limit := max(1, min(2, len(plain)/3)) + 1
	for _, c := range t.channels {
		for _, known := range append([]string{c.Name}, c.Aliases...) {
			if plain == "" || edits(plain, plainName(known), limit) >= limit {
				continue
			}
			if found != "" && found != c.Name {
				return ""
			}
			found = c.Name
		}
	}
	return found
}

// plainName returns a name without case and punctuation: Rocket.Chat and
// rocketchat are the same.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ._-", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// edits returns how many bytes must be added, removed or replaced to turn a into
// b. It may stop counting at limit.
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

// ParseFamily returns the family with this name.
func ParseFamily(text string) (Family, error) {
	switch f := Family(text); f {
	case Chat, SMS, Voice, Web:
		return f, nil
	default:
		return "", fmt.Errorf("%q is not a channel family: use chat, sms, voice or web", text)
	}
}
