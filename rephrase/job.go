package rephrase

import (
	"slices"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/interpolate/jinja"
	"nlgserver/nlg"
)

// Job is all that rewording one message needs. It shares no memory with the request that it
// was made from.
type Job struct {
	text   string
	values []string
	prompt *jinja.Template
	// history is the end of the conversation, and toSummarize the part of it to summarize;
	// empty for none.
	history, toSummarize string
	latest               string
	slots                python.Value
	// sizeOfSlots is about how many bytes a prompt can have of them.
	sizeOfSlots int
	language    string
	key         key
	// failed is set if the job was over before it began.
	failed error
	kept   Outcome
}

// Asks reports whether a message is to be reworded: its variation asks for it, and it has a
// text. A message that is sent in place of another one is not reworded: the author of its
// text did not expect it there.
func (r *Rephraser) Asks(m *nlg.Message) bool {
	return m.Outcome == nlg.Said && m.Rephrasing().Asks(r.options.All) && m.HasText()
}

// Prepare takes what rewording a message needs of its request. The message must be the
// catalog's, and not be changed before.
func (r *Rephraser) Prepare(catalog *nlg.Catalog, m *nlg.Message, req *nlg.Request) *Job {
	asked := m.Rephrasing()
	j := &Job{text: m.Text(), prompt: asked.Prompt, language: languageName(catalog.Language(req))}
	switch {
	case asked.PromptFault != "":
		return j.keep(asked.PromptFault)
	case !m.IsFilled():
		j.kept = Unfilled
		return j
	case len(j.text) > mostText:
		return j.keep("the text is longer than one that can be reworded")
	}
	if j.prompt == nil {
		j.prompt = r.options.Prompt
	}
	values, ok := catalog.Printed(m, req)
	if !ok {
		return j.keep("the values of the text take too much work")
	}
	for _, value := range values {
		if strings.TrimSpace(value) != "" && !slices.Contains(j.values, value) {
			j.values = append(j.values, strings.Clone(value))
		}
	}
	o := &r.options
	j.history = transcript(req.Conversation, o.Turns, o.MergeTurns)
	if o.Summarize {
		j.toSummarize = j.history
		if max(o.Turns, 1) != summaryLines {
			j.toSummarize = transcript(req.Conversation, summaryLines, o.MergeTurns)
		}
	}
	j.latest = strings.Clone(latest(req.Conversation))
	if usesSlots(j.prompt) {
		if j.slots, j.sizeOfSlots, ok = detached(req.Slots); !ok {
			return j.keep(tooMuchData)
		}
	}
	if j.size() > mostData {
		return j.keep(tooMuchData)
	}
	if r.cache != nil {
		j.key = j.hash(m)
	}
	return j
}

// keep returns the job of a message for which there is no prompt. It holds no more than the
// text.
func (j *Job) keep(reason string) *Job {
	return &Job{text: j.text, kept: PromptFailed, failed: &PromptError{Reason: reason}}
}

// mostText bounds a text that is reworded, in bytes. It is far more than a message has, and than
// the tokens of an answer allow; the guard takes longer for a longer one.
const mostText = 4 << 10

// mostData bounds, in bytes, what a prompt has of a text, a conversation, and of all slots if it
// names any. It is more than most models read.
const mostData = 256 << 10

const tooMuchData = "the conversation, the text, or the slots are larger than a prompt can be"

// size returns how many bytes of data a prompt can have. The summary takes the place of the
// history, and both are of the end of one conversation.
func (j *Job) size() int {
	size := len(j.text) + max(len(j.history), len(j.toSummarize)) + len(j.latest) + j.sizeOfSlots
	for _, value := range j.values {
		size += len(value)
	}
	return size
}

// detached returns a copy of a mapping that shares no memory with it, its size in bytes, and
// whether it is small enough for that.
func detached(m nlg.Mapping) (copied python.Value, size int, ok bool) {
	d := &python.Dict{}
	if m != nil {
		m.Each(func(name string, v nlg.Value) bool {
			d.Set(name, v)
			return true
		})
	}
	text := python.OfDict(d).AppendJSON(nil)
	if len(text) > mostData {
		return python.Value{}, 0, false
	}
	copied, err := python.ParseJSON(string(text))
	return copied, len(text), err == nil
}
