package expect

import (
	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

// requestKeys are the keys that describe a request.
func requestKeys() []string {
	return []string{"response", "slots", "arguments", "channel", "input_channel", "language", "context", "metadata", "request"}
}

// setup is what a test, its cases and the file's defaults say of a request.
// Each level adds to the one above: maps are joined, all else is replaced.
type setup struct {
	response, language string
	// channel is set if hasChannel; without one the request is the REST
	// channel's.
	channel, input                     string
	hasChannel                         bool
	slots, arguments, context, message *python.Dict
}

// name is what a case is called that has no name.
func (s *setup) name() string { return s.response }

// restInput is what the REST channel calls itself on the way in.
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
func (r *reader) setup(n *yamlsrc.Node, s setup) setup {
	if saved := n.Get("request"); saved != nil && !yamlsrc.IsNull(saved) {
		r.saved(saved, &s)
	}
	if v := n.Get("response"); v != nil {
		s.response = r.text(v, "response")
	}
	if v := n.Get("language"); v != nil {
		s.language = r.text(v, "language")
	}
	if v := n.Get("channel"); v != nil {
		s.channel, s.hasChannel = r.text(v, "channel"), true
		if s.channel == channels.Collector || s.channel == channels.Queue {
			s.input = restInput
		} else {
			s.input = s.channel
		}
	}
	if v := n.Get("input_channel"); v != nil {
		if !s.hasChannel {
			s.channel, s.hasChannel = channels.Collector, true
		}
		s.input = r.text(v, "input_channel")
	}
	s.slots = r.values(s.slots, n, "slots")
	s.arguments = r.values(s.arguments, n, "arguments")
	s.context = r.values(s.context, n, "context")
	s.message = r.values(s.message, n, "metadata")
	return s
}

// values adds the entries of a map to those of the level above.
func (r *reader) values(above *python.Dict, n *yamlsrc.Node, key string) *python.Dict {
	v := n.Get(key)
	if !r.isMap(v, key) {
		return above
	}
	out := above.Clone()
	for _, p := range v.Pairs {
		out.Set(keyText(p.Key), fromJSON(p.Value.ToValue()))
	}
	return out
}

// fromJSON returns a value as it would come with a request: JSON has neither
// tuples nor keys that are no texts.
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

// saved reads a request as Rasa sends it. The id in it is Rasa's own choice,
// and left aside: every variation is looked at.
func (r *reader) saved(n *yamlsrc.Node, s *setup) {
	name := r.text(n, "request")
	if name == "" {
		return
	}
	if r.file.opts.Request == nil {
		r.error(n, diag.TestRequest, "saved requests cannot be read here", "write slots and arguments out")
		return
	}
	body, err := r.file.opts.Request(r.file.Path, name)
	if err != nil {
		r.error(n, diag.TestRequest, "the request cannot be read: "+err.Error(), "the path is relative to this file")
		return
	}
	req, err := nlg.ReadRequest(body)
	if err != nil {
		r.error(n, diag.TestRequest, "this is no request of Rasa's: "+err.Error(), "save the body of a POST to /nlg, or a file that serve --record wrote")
		return
	}
	s.response, s.channel, s.input, s.hasChannel = req.Response, req.Channel, req.InputChannel, true
	s.slots, s.arguments = req.Slots.(*python.Dict), req.Arguments.(*python.Dict)
	s.context, s.message = req.Context.(*python.Dict), req.Metadata.(*python.Dict)
}
