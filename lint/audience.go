package lint

import (
	"slices"

	"nlgserver/channels"
	"nlgserver/nlg"
)

// audience are the channels to which a variation without a channel may be sent.
type audience struct {
	channels []*channels.Channel
	// asked is set if the user named the channels: then everything that they do
	// is told, and otherwise only what is certainly lost.
	asked bool
	// anyone is set if nothing names a channel: the channels are then Rasa's chat
	// channels, and only what most of them do is told, without their names.
	anyone bool
}

// audienceOf returns the channels that the user named, or else those that the
// content or a credentials.yml names, or else Rasa's chat channels.
func audienceOf(c *nlg.Catalog, table *channels.Table, opts *Options) audience {
	if len(opts.For) > 0 {
		return audience{channels: lookUp(table, opts.For), asked: true}
	}
	names := slices.Clone(opts.Connected)
	for w := range c.AllWritten() {
		for _, v := range w.Variations {
			if v.HasChannel {
				names = append(names, v.Channel)
			}
		}
	}
	if named := lookUp(table, names); len(named) > 0 {
		return audience{channels: named}
	}
	a := audience{anyone: true}
	for _, c := range table.All() {
		if c.Family == channels.Chat && !c.Own {
			a.channels = append(a.channels, c)
		}
	}
	return a
}

// lookUp returns the channels of the names, each once, in the order of the table.
func lookUp(table *channels.Table, names []string) []*channels.Channel {
	named := map[*channels.Channel]bool{}
	for _, name := range names {
		c := table.Lookup(name)
		if c == nil && name == "rest" {
			c = table.Lookup(channels.Collector)
		}
		if c != nil {
			named[c] = true
		}
	}
	var found []*channels.Channel
	for _, c := range table.All() {
		if named[c] {
			found = append(found, c)
		}
	}
	return found
}

// named returns the channels that the assistant certainly uses.
func (a *audience) named() []*channels.Channel {
	if a.anyone {
		return nil
	}
	return a.channels
}
