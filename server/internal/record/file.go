package record

import (
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"nlgserver/internal/python"
	"nlgserver/internal/wire"
	"nlgserver/nlg"
)

// maxFile bounds a file, in bytes. A request of many hidden digits grows about five
// times.
const maxFile = 1 << 20

var errTooLarge = errors.New("a file of more than 1 MiB")

// body formats an entry as Rasa would send it. The outcome is added as
// "recorded", which no reader of requests looks at.
func (k *mask) body(e *entry) ([]byte, error) {
	f := filter{mask: k, out: make([]byte, 0, 2*e.size())}
	if !k.content {
		// Hashes of two files must not be comparable: whoever reads the files may also
		// send requests, and would find his guesses hashed beside those values. So each
		// file has a salt of its own, which is in no file and is forgotten with the
		// filter. Within one file equal values stay equal, since conditions compare
		// slots; all of them came with one request, so from one conversation.
		var salt [saltBytes]byte
		_, _ = rand.Read(salt[:])
		f.sum = newSum(salt)
	}
	f.write("{\n  \"response\": ").str(e.response).write(",\n  \"id\": ")
	if e.id == "" {
		f.write("null")
	} else {
		f.str(e.id)
	}
	f.write(",\n  \"arguments\": ").part(e.parts[argumentsPart], "  ")
	f.write(",\n  \"channel\": {\n    \"name\": ").str(e.channel).write("\n  },\n  \"tracker\": {\n    \"slots\": ").part(e.parts[slotsPart], "    ")
	f.write(",\n    \"latest_input_channel\": ").str(e.input)
	context := e.parts[contextPart]
	if strings.HasPrefix(context, "[") {
		context = wire.ContextOf(context).JSON()
	}
	if context != "" {
		f.write(",\n    \"stack\": [\n      ").part(context, "      ").write("\n    ]")
	}
	if e.parts[metadataPart] != "" {
		f.write(",\n    \"latest_message\": {\n      \"metadata\": ").part(e.parts[metadataPart], "      ").write("\n    }")
	}
	f.write("\n  },\n  \"recorded\": ")
	f.mask = &mask{content: true} // nothing of it comes from a client
	f.part(string(python.OfDict(k.recorded(e)).AppendJSON(nil)), "  ").write("\n}\n")
	if f.tooLarge {
		return nil, errTooLarge
	}
	return f.out, nil
}

// recorded describes the reply.
func (k *mask) recorded(e *entry) *nlg.Dict {
	about := nlg.Values("at", e.at.UTC().Format(time.RFC3339Nano), "values", "hashed", "unknown_response", e.unknown)
	if k.content {
		about.Set("values", nlg.Str("kept"))
	}
	if e.catalog != "" {
		about.Set("catalog", nlg.Str(e.catalog))
	}
	if !e.unknown {
		about.Set("outcome", nlg.Str(e.outcome))
		about.Set("said", nlg.Str(e.said))
		// Both count from 1. Elsewhere "number" does, beside an index.
		about.Set("variation", python.Int(int64(e.variation)+1))
		about.Set("number", python.Int(int64(e.variation)+1))
		if e.variationID != "" {
			about.Set("variation_id", nlg.Str(e.variationID))
		}
	}
	return about
}
