package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/spf13/pflag"

	"nlgserver/channels"
	"nlgserver/internal/python"
	"nlgserver/nlg"
	"nlgserver/preview"
)

// requestFlags are the flags that describe a request.
type requestFlags struct {
	slots, arguments, context []string
	channel                   string
	file                      string
	// conversation has the request of --request read with what was said so far.
	conversation bool
}

func (f *requestFlags) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.slots, "slot", nil, "set a slot: name=text or name:=JSON; may be repeated")
	flags.StringArrayVar(&f.arguments, "arg", nil, "set an argument, written like a slot; it hides a slot of the same name")
	flags.StringArrayVar(&f.context, "context", nil, "set a field of the dialogue frame (Rasa Pro), written like a slot")
	flags.StringVar(&f.channel, "channel", "", "`name` of the output channel, such as slack")
	flags.StringVar(&f.file, "request", "", "`file` with a request as Rasa sends it; - is standard input")
}

// restInput is the name of the REST channel's input.
const restInput = "rest"

// request returns the request of --request, changed by the other flags, and the
// variation that was recorded with it, if any. An empty name keeps the one of the
// request.
func (f *requestFlags) request(stdin io.Reader, name string) (*nlg.Request, *preview.Recorded, error) {
	slots, arguments, frame := &nlg.Dict{}, &nlg.Dict{}, &nlg.Dict{}
	r := &nlg.Request{Response: name, Channel: channels.Collector, InputChannel: restInput}
	var recorded *preview.Recorded
	if f.file != "" {
		body, err := f.body("--request", stdin)
		if err != nil {
			return nil, nil, err
		}
		if r, err = f.read(body); err != nil {
			return nil, nil, err
		}
		recorded = recordedIn(body)
		slots, arguments, frame = r.Slots.(*nlg.Dict), r.Arguments.(*nlg.Dict), r.Context.(*nlg.Dict)
	}
	if name != "" {
		// The id of a recorded request belongs to its own response.
		if name != r.Response {
			r.ID, r.IDs, recorded = "", nil, nil
		}
		r.Response = name
	}
	if f.channel != "" {
		overChannel(r, f.channel)
	}
	if err := assign(slots, "--slot", f.slots); err != nil {
		return nil, nil, err
	}
	if err := assign(arguments, "--arg", f.arguments); err != nil {
		return nil, nil, err
	}
	if err := assign(frame, "--context", f.context); err != nil {
		return nil, nil, err
	}
	r.Slots, r.Arguments, r.Context = slots, arguments, frame
	return r, recorded, nil
}

// overChannel lets a request come over a channel.
func overChannel(r *nlg.Request, channel string) {
	r.Channel = channel
	if channel != channels.Collector && channel != channels.Queue {
		r.InputChannel = channel
	}
}

// read reads a request as Rasa sends it.
func (f *requestFlags) read(body []byte) (*nlg.Request, error) {
	read := nlg.ReadRequest
	if f.conversation {
		read = nlg.ReadRequestAndConversation
	}
	r, err := read(body)
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("--request %s: %w", f.file, err)}
	}
	return r, nil
}

func (f *requestFlags) body(flag string, stdin io.Reader) ([]byte, error) {
	var body []byte
	var err error
	if f.file == stdinPath {
		body, err = io.ReadAll(stdin)
	} else {
		body, err = os.ReadFile(f.file)
	}
	if err == nil {
		body, err = asUTF8(f.file, body)
	}
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("%s: %w", flag, err)}
	}
	return body, nil
}

// asUTF8 returns a request that an editor or a shell has saved: without the byte order
// mark of UTF-8, or converted from UTF-16, which PowerShell writes.
func asUTF8(name string, body []byte) ([]byte, error) {
	if rest, ok := bytes.CutPrefix(body, []byte("\xef\xbb\xbf")); ok {
		return rest, nil
	}
	var order binary.ByteOrder
	switch {
	// JSON begins with an ASCII character.
	case bytes.HasPrefix(body, []byte("\xff\xfe")) || len(body) > 1 && body[0] != 0 && body[1] == 0:
		order = binary.LittleEndian
	case bytes.HasPrefix(body, []byte("\xfe\xff")) || len(body) > 1 && body[0] == 0 && body[1] != 0:
		order = binary.BigEndian
	default:
		return body, nil
	}
	if len(body)%2 != 0 {
		return nil, fmt.Errorf("%s is UTF-16 with half a character at its end: save it as UTF-8", name)
	}
	units := make([]uint16, len(body)/2)
	for i := range units {
		units[i] = order.Uint16(body[2*i:])
	}
	return []byte(strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")), nil
}

// recordedIn returns the variation that serve --record has kept with a request; nil if
// there is none.
func recordedIn(body []byte) *preview.Recorded {
	v, err := python.ParseJSON(string(body))
	if err != nil {
		return nil
	}
	about, _ := v.Dict().Get("recorded")
	number, ok := about.Dict().Get("number")
	if !ok {
		number, _ = about.Dict().Get("variation") // of earlier versions
	}
	n, err := strconv.Atoi(number.Str())
	if err != nil || n < 1 {
		return nil
	}
	r := &preview.Recorded{Number: n}
	if id, ok := about.Dict().Get("variation_id"); ok {
		r.ID = id.Str()
	}
	return r
}

// assign sets the values of name=text and name:=JSON.
func assign(dst *nlg.Dict, flag string, pairs []string) error {
	for _, pair := range pairs {
		name, text, ok := strings.Cut(pair, "=")
		if !ok || name == "" || name == ":" {
			return fmt.Errorf("%s %q: expected name=text or name:=JSON", flag, pair)
		}
		plain, isJSON := strings.CutSuffix(name, ":")
		if !isJSON {
			dst.Set(name, python.Str(text))
			continue
		}
		v, err := python.ParseJSON(text)
		if err != nil {
			return fmt.Errorf("%s %q: expected JSON after :=, such as 42, true or \"text\": %w", flag, pair, err)
		}
		dst.Set(plain, v)
	}
	return nil
}
