package view

import (
	"slices"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// Summary returns the content as a whole.
func (c *Content) Summary() Summary {
	s := c.summary
	s.Files, s.Languages = slices.Clone(s.Files), slices.Clone(s.Languages)
	s.Channels, s.Findings = slices.Clone(s.Channels), slices.Clone(s.Findings)
	return s
}

// summarize sets the summary; general are the findings that are about no response.
func (c *Content) summarize(s *Sources, o *Options, found, general nlg.Diagnostics) {
	sum := &c.summary
	sum.Version, sum.Responses, sum.Variations, sum.Recordings = c.Version(), len(c.entries), 0, len(c.recordings)
	sum.Languages = nonNil(sum.Languages)
	count := map[string]int{}
	for i := range c.entries {
		sum.Variations += len(c.entries[i].w.Variations)
		count[c.entries[i].w.Position.File]++
	}
	sum.Files = []FileSummary{}
	root := rootOf(s.Files)
	for _, f := range s.Files {
		if n := count[f.Path]; n > 0 {
			sum.Files = append(sum.Files, FileSummary{f.Path, f.Path[root:], n})
		}
	}
	sum.Channels = c.channelSummaries(slices.Concat(o.Lint.For, o.Lint.Connected, lint.ChannelsOf(slices.Concat(s.Files, s.Domains)), c.channelNames))
	sum.Warnings = found.Count(diag.Warning)
	sum.Errors = len(found) - sum.Warnings
	general.Sort()
	sum.Findings = unplaced(general.Merged())
}

// channelSummaries returns the REST channel, the channels that are used, and then
// Rasa's others.
func (c *Content) channelSummaries(used []string) []ChannelSummary {
	out := []ChannelSummary{}
	listed := map[string]bool{}
	add := func(ch *channels.Channel, isUsed bool) {
		if !listed[ch.Name] {
			listed[ch.Name] = true
			out = append(out, ChannelSummary{ch.Name, ch.Title, string(ch.Family), isUsed})
		}
	}
	usesREST := slices.ContainsFunc(used, func(name string) bool { return isREST(name) || name == restInput })
	add(c.channel(channels.Collector), usesREST)
	slices.Sort(used)
	for _, name := range slices.Compact(used) {
		if name != "" && name != restInput {
			add(c.channel(name), true)
		}
	}
	for _, ch := range c.channels.All() {
		if ch.Name != restInput { // the same channel as the first
			add(ch, false)
		}
	}
	return out
}

// rootOf returns the length of the directory that all files are in, with its slash.
func rootOf(files []nlg.File) int {
	if len(files) == 0 {
		return 0
	}
	dir := files[0].Path
	for {
		i := strings.LastIndexByte(dir[:max(len(dir)-1, 0)], '/')
		dir = dir[:i+1]
		if !slices.ContainsFunc(files, func(f nlg.File) bool { return !strings.HasPrefix(f.Path, dir) }) {
			return len(dir)
		}
	}
}
