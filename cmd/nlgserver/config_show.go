package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/config"
	"nlgserver/release/stores"
)

func newConfigShow() *cobra.Command {
	var f configFlags
	var format string
	cmd := &cobra.Command{
		Use:   "show [FILE]",
		Short: "Show the effective values of a configuration, and where each comes from",
		Long: `Show the effective value of every setting of the server and of each assistant, and
where it comes from: a line of the file, a flag, an environment variable, or the
default. Secrets are hidden. Without a file, show reads nlgserver.yml.

Give the flags of serve that you use beside the file, and the same environment: they
come before its settings.

The exit code is 0, 1 if the configuration has errors, 2 for incorrect usage, and 3 if
the file cannot be read.`,
		Example: `  nlgserver config show
  nlgserver config show nlgserver.yml --listen :5056 --format json`,
		Args: atMostOneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != formatText && format != formatJSON {
				return fmt.Errorf("--format: %q is not text or json", format)
			}
			_, all, err := f.read(args)
			if err != nil {
				return rejectedConfiguration(cmd.ErrOrStderr(), err)
			}
			shown := all.effective()
			if format == formatJSON {
				return written(shown.writeJSON(cmd.OutOrStdout()))
			}
			return written(shown.writeText(cmd.OutOrStdout()))
		},
	}
	f = newConfigFlags(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", formatText, "output format: text or json")
	return cmd
}

type (
	// effective are the values of a configuration.
	effective struct {
		Server     effectiveSettings    `json:"server"`
		Assistants []effectiveAssistant `json:"assistants"`
	}
	effectiveAssistant struct {
		Name string `json:"name"`
		// IsDefault is set for the assistant that is meant where none is named.
		IsDefault bool              `json:"default"`
		Settings  effectiveSettings `json:"settings"`
	}
	// effectiveSettings are in the order of the keys.
	effectiveSettings []effectiveValue
	effectiveValue    struct {
		key string
		// Value is nil for none, and for a secret.
		Value  any  `json:"value"`
		Hidden bool `json:"hidden,omitempty"`
		// From is a kind of place, and At the place; empty for a default.
		From string `json:"from"`
		At   string `json:"at,omitempty"`
	}
)

// effective returns the values of all settings.
func (all *configured) effective() effective {
	keys, own := keysOf(all.server.flags)
	var e effective
	for _, key := range keys.Server {
		e.Server = append(e.Server, all.server.effective(key, flagName(key.Name)))
	}
	for _, a := range all.assistants {
		shown := effectiveAssistant{Name: a.name, IsDefault: a.name == all.byDefault}
		for _, key := range own {
			if key.flag != "" {
				shown.Settings = append(shown.Settings, a.effective(key.Key, key.flag))
				continue
			}
			shown.Settings = append(shown.Settings, a.ownEffective(key.Key, all.file))
		}
		e.Assistants = append(e.Assistants, shown)
	}
	return e
}

// effective returns the value of the flag of a key.
func (s *settings) effective(key config.Key, flag string) effectiveValue {
	v := effectiveValue{key: key.Name}
	v.From, v.At = s.origin(flag)
	f := s.flags.Lookup(flag)
	v.Value = typed(key.Kind, f)
	if port := os.Getenv(portVariable); flag == "listen" && v.From == fromDefault && port != "" {
		v.Value, v.From, v.At = ":"+port, fromVariable, portVariable
	}
	if from, isText := v.Value.(string); flag == fromFlag && isText {
		v.Value = stores.Shown(from)
	}
	if key.IsSecret && f.Changed {
		v.Value, v.Hidden = nil, true
	}
	return v
}

// ownEffective returns the value of a key that is no flag.
func (a *assistant) ownEffective(key config.Key, file *config.File) effectiveValue {
	v := effectiveValue{key: key.Name, From: fromDefault}
	setting, isSet := a.own.Settings[key.Name]
	if isSet {
		v.From, v.At = fromFile, fmt.Sprintf("%s:%d", file.Shown(), setting.Line)
	}
	switch {
	case key.Kind == config.Pairs:
		pairs := map[string]string{}
		for _, p := range setting.Pairs {
			pairs[p.Name] = p.Value
		}
		v.Value = pairs
	case !isSet:
	case key.Kind == config.Strings:
		v.Value = setting.Values
	default:
		v.Value = setting.Values[0]
	}
	return v
}

// typed returns the value of a flag in the type that it has in JSON; nil for none.
func typed(kind config.Kind, f *pflag.Flag) any {
	text := f.Value.String()
	switch kind {
	case config.Bool:
		return text == "true"
	case config.Integer:
		return json.Number(text)
	case config.Strings:
		return append([]string{}, textsOf(f)...)
	default:
		if text == "" {
			return nil
		}
		return text
	}
}

// MarshalJSON writes the settings as a map in the order of the keys.
func (s effectiveSettings) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	for i, v := range s {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		b.WriteString(strings.Repeat(",", min(i, 1)) + strconv.Quote(v.key) + ":" + string(text))
	}
	return []byte("{" + b.String() + "}"), nil
}

func (e effective) writeJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(e)
}

func (e effective) writeText(w io.Writer) error {
	rows := [][]string{{"setting", "value", "from"}}
	rows = append(rows, e.Server.rows("")...)
	for _, a := range e.Assistants {
		rows = append(rows, a.Settings.rows(a.Name+": ")...)
	}
	if err := writeTable(w, rows); err != nil {
		return err
	}
	for _, a := range e.Assistants {
		if a.IsDefault {
			_, err := fmt.Fprintf(w, "\ndefault assistant: %s\n", a.Name)
			return err
		}
	}
	_, err := fmt.Fprintln(w, "\ndefault assistant: none")
	return err
}

func (s effectiveSettings) rows(prefix string) [][]string {
	var rows [][]string
	for _, v := range s {
		from := v.At
		if from == "" {
			from = v.From
		}
		rows = append(rows, []string{prefix + v.key, v.text(), from})
	}
	return rows
}

// text returns the value for people.
func (v effectiveValue) text() string {
	if v.Hidden {
		return "(hidden)"
	}
	switch value := v.Value.(type) {
	case nil:
		return "–"
	case []string:
		return orDash(value)
	case map[string]string:
		var pairs []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			pairs = append(pairs, name+"="+value[name])
		}
		return orDash(pairs)
	default:
		return fmt.Sprint(value)
	}
}
