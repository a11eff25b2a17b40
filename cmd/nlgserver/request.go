package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"nlgserver/channels"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// requestFlags are the flags that describe a request.
type requestFlags struct {
	slots, arguments, context []string
	channel                   string
	file                      string
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

// request returns the request of --request, changed by the other flags. An
// empty name keeps the one of the request.
func (f *requestFlags) request(stdin io.Reader, name string) (*nlg.Request, error) {
	slots, arguments, frame := &nlg.Dict{}, &nlg.Dict{}, &nlg.Dict{}
	r := &nlg.Request{Response: name, Channel: channels.Collector, InputChannel: restInput}
	if f.file != "" {
		var err error
		if r, err = f.read(stdin); err != nil {
			return nil, err
		}
		slots, arguments, frame = r.Slots.(*nlg.Dict), r.Arguments.(*nlg.Dict), r.Context.(*nlg.Dict)
	}
	if name != "" {
		// The id of a recorded request belongs to its own response.
		if name != r.Response {
			r.ID, r.IDs = "", nil
		}
		r.Response = name
	}
	if f.channel != "" {
		r.Channel = f.channel
		if f.channel != channels.Collector && f.channel != channels.Queue {
			r.InputChannel = f.channel
		}
	}
	if err := assign(slots, "--slot", f.slots); err != nil {
		return nil, err
	}
	if err := assign(arguments, "--arg", f.arguments); err != nil {
		return nil, err
	}
	if err := assign(frame, "--context", f.context); err != nil {
		return nil, err
	}
	r.Slots, r.Arguments, r.Context = slots, arguments, frame
	return r, nil
}

// read reads a request as Rasa sends it.
func (f *requestFlags) read(stdin io.Reader) (*nlg.Request, error) {
	body, err := f.body(stdin)
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("--request: %w", err)}
	}
	r, err := nlg.ReadRequest(body)
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("--request %s: %w", f.file, err)}
	}
	return r, nil
}

func (f *requestFlags) body(stdin io.Reader) ([]byte, error) {
	if f.file == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(f.file)
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
