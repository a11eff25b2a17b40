package expect

import (
	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// setup is the request as the file's defaults, a test and a case describe it.
// Each level adds to the one above: maps are joined, everything else replaced.
type setup struct {
	// isSaved is set if the request is that of a file.
	isSaved bool

	response, language string
	// channel is the output channel if hasChannel is set; the default is the
	// REST channel.
	channel, input                     string
	hasChannel                         bool
	slots, arguments, context, message *python.Dict
}

// name returns the name of a case without an explicit one.
func (s *setup) name() string { return s.response }

// restInput is the name of the REST channel as input channel.
const restInput = "rest"

// request makes the request. It shares the maps.
func (s *setup) request() nlg.Request {
	r := nlg.Request{
		Response: s.response, Channel: channels.Collector, InputChannel: restInput,
		Slots: s.slots, Arguments: s.arguments, Context: s.context, Metadata: s.message,
	}
	if s.hasChannel {
		r.Channel, r.InputChannel = s.channel, s.input
	}
	return r
}

// setup reads the keys of one level.
func (r *reader) setup(v document.Value, s setup) setup {
	if saved := v.Get("request"); !saved.IsMissing() && !saved.IsNull() {
		r.saved(saved, &s)
	}
	if response := v.Get("response"); !response.IsMissing() {
		s.response = r.text(response, "response")
	}
	if language := v.Get("language"); !language.IsMissing() {
		s.language = r.text(language, "language")
	}
	if channel := v.Get("channel"); !channel.IsMissing() {
		s.channel, s.hasChannel = r.text(channel, "channel"), true
		if s.channel == channels.Collector || s.channel == channels.Queue {
			s.input = restInput
		} else {
			s.input = s.channel
		}
	}
	if input := v.Get("input_channel"); !input.IsMissing() {
		if !s.hasChannel {
			s.channel, s.hasChannel = channels.Collector, true
		}
		s.input = r.text(input, "input_channel")
	}
	s.slots = r.values(s.slots, v, "slots")
	s.arguments = r.values(s.arguments, v, "arguments")
	s.context = r.values(s.context, v, "context")
	s.message = r.values(s.message, v, "metadata")
	return s
}

// values adds the entries of a map to those of the level above.
func (r *reader) values(above *python.Dict, v document.Value, key string) *python.Dict {
	entries := v.Get(key)
	if !r.isMap(entries, key) {
		return above
	}
	out := above.Clone()
	for e := range entries.Entries() {
		out.Set(e.Name(), fromJSON(e.Value.Python()))
	}
	return out
}

// fromJSON returns a value as a request would carry it: JSON has no tuples, and
// its keys are strings.
func fromJSON(v nlg.Value) nlg.Value {
	if v.Kind() != python.KindList && v.Kind() != python.KindDict {
		return v
	}
	parsed, err := python.ParseJSON(string(v.AppendJSON(nil)))
	if err != nil {
		return v
	}
	return parsed
}

// saved reads a request as Rasa sends it. It ignores the id, which is Rasa's own
// choice: a test checks every variation.
func (r *reader) saved(v document.Value, s *setup) {
	s.isSaved = s.isSaved || !v.IsMissing()
	name := r.text(v, "request")
	if name == "" {
		return
	}
	if r.file.opts.Request == nil {
		r.Error(v, diag.TestRequest, "saved requests are not available here", "write the slots and arguments instead")
		return
	}
	body, err := r.file.opts.Request(r.file.Path, name)
	if err != nil {
		r.Error(v, diag.TestRequest, "cannot read the request: "+err.Error(), "the path is relative to this file")
		return
	}
	req, err := nlg.ReadRequest(body)
	if err != nil {
		r.Error(v, diag.TestRequest, "not a request from Rasa: "+err.Error(), "save the body of a POST to /nlg, or use a file written by serve --record")
		return
	}
	s.response, s.channel, s.input, s.hasChannel = req.Response, req.Channel, req.InputChannel, true
	s.slots, s.arguments = req.Slots.(*python.Dict), req.Arguments.(*python.Dict)
	s.context, s.message = req.Context.(*python.Dict), req.Metadata.(*python.Dict)
}
