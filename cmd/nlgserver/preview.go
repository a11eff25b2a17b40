package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/internal/source"
	"nlgserver/nlg"
	"nlgserver/preview"
)

// previewFlags are the flags of preview.
type previewFlags struct {
	requestFlags
	compileFlags
	seed    uint64
	all     bool
	explain bool
	format  string
	style   preview.Style
	color   string
	// language is the code of --language.
	language                  string
	allChannels, allLanguages bool
	rephrase                  previewRephrase
}

func newPreview() *cobra.Command {
	var f previewFlags
	cmd := &cobra.Command{
		Use:   "preview [NAME] [PATH…]",
		Short: "Show what a response says, and why",
		Long: `Show what a response says with the given slots and arguments, as serve would
send it. --slot name=Ann sets a string, --slot age:=42 any JSON value. Without a
path, preview reads the current directory.

--request reads a request as Rasa sends it, from a file or from standard input
(-). It has a response name, so NAME may be left out: an argument that is a file or
directory is a path. Slots, arguments, a channel and a language given as flags
replace those of the request. A request that serve --record has kept shows the
variation that was picked then, if it is eligible.

Without --channel the request comes over the REST channel. --all-channels and
--all-languages draw the message on each of Rasa's channels and the response's own,
and in each language that it is translated into.

--explain says which variations are eligible and why, what each condition met,
which values filled the variables, and which id Rasa would send. It also draws
the message as the channel shows it, with everything that Rasa or the platform
drops, truncates or rejects.

--rephrase also asks the language model to reword the message, as serve --rephrase
would: it shows the prompts, the answers, what the guard says, and the message in
the end. Without =FILE it reads the settings from the file that NLG_REPHRASE names,
else from rephrase.yml or endpoints.yml in the first path that is a directory, or in
the current directory. The conversation in the prompt is that of --request. With
--all, the model is asked for each message.`,
		Example: `  nlgserver preview utter_greet domain/ --slot name=Ann
  nlgserver preview utter_balance domain/ --slot overdrawn:=true --explain
  nlgserver preview utter_menu domain/ --channel slack --explain
  nlgserver preview utter_menu domain/ --language de --all-channels
  nlgserver preview --request body.json domain/
  nlgserver preview utter_greet domain/ --all --format json
  nlgserver preview utter_greet domain/ --slot name=Ann --rephrase
  nlgserver preview --request body.json domain/ --rephrase=endpoints.yml`,
		SuggestFor: []string{"render", "say"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.rephrase.check(cmd.Flags(), args, f.allChannels || f.allLanguages); err != nil {
				return err
			}
			name, paths, err := f.nameAndPaths(args)
			if err != nil {
				return err
			}
			return runPreview(cmd, &f, name, paths)
		},
	}
	flags := cmd.Flags()
	f.requestFlags.register(flags)
	flags.Uint64Var(&f.seed, "seed", 0, "pick the same variation every time for the same seed")
	flags.BoolVar(&f.all, "all", false, "show every eligible variation")
	flags.BoolVar(&f.explain, "explain", false, "explain the choice, and draw the message as the channel shows it")
	flags.IntVar(&f.style.Width, "width", 72, "maximum width of the drawing in columns")
	registerColor(flags, &f.color)
	flags.BoolVar(&f.style.ASCII, "ascii", false, "draw with ASCII characters only")
	flags.StringVar(&f.language, "language", "", "language of the request, where the content looks for it first: the slot language, or --language-from")
	flags.BoolVar(&f.allChannels, "all-channels", false, "draw the message on every channel")
	flags.BoolVar(&f.allLanguages, "all-languages", false, "draw the message in every language that it is translated into")
	f.compileFlags.register(flags)
	f.rephrase.register(flags)
	flags.StringVar(&f.format, "format", formatText, "output format: text or json")
	return cmd
}

func runPreview(cmd *cobra.Command, f *previewFlags, name string, paths []string) error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	colored, err := useColor(cmd.OutOrStdout(), f.color)
	if err != nil {
		return err
	}
	if colored {
		f.style.Paint = paintTone
	}
	opts, err := f.options()
	if err != nil {
		return err
	}
	model, err := f.rephrase.open(cmd.ErrOrStderr(), paths)
	if err != nil {
		return err
	}
	defer model.close()
	f.conversation = model != nil
	request, recorded, err := f.request(cmd.InOrStdin(), name)
	if err != nil {
		return err
	}
	if f.language != "" {
		opts.Language.SetIn(request, f.language)
	}
	catalog, err := compiled(cmd.Context(), cmd.ErrOrStderr(), &f.reach, paths, opts)
	if err != nil {
		return err
	}
	if !cmd.Flags().Changed("seed") {
		f.seed = rand.Uint64()
	} else {
		recorded = nil // the seed picks
	}
	if f.allChannels || f.allLanguages {
		return f.writeMatrix(cmd.OutOrStdout(), catalog, request, opts.Language)
	}
	p, err := preview.New(catalog, request)
	if err != nil {
		return &exitError{code: exitFindings, err: err}
	}
	shown, err := f.shown(catalog, request, p, recorded)
	if err != nil {
		return err
	}
	if recorded != nil && !f.explain && !p.Silent() && p.Repeat(*recorded) == nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "nlgserver: the request was recorded with %s, which is not eligible here\n", recorded)
	}
	model.reword(cmd.Context(), catalog, request, p, shown)
	if f.format == formatJSON {
		return written(p.Data(shown, f.explain).WriteJSON(cmd.OutOrStdout()))
	}
	return written(p.WriteText(cmd.OutOrStdout(), shown, f.explain, f.style))
}

// shown returns the messages to show: all, the one that was recorded with the request,
// or one that is picked.
func (f *previewFlags) shown(catalog *nlg.Catalog, request *nlg.Request, p *preview.Preview, recorded *preview.Recorded) ([]*nlg.Message, error) {
	var again *nlg.Message
	if recorded != nil {
		again = p.Repeat(*recorded)
	}
	switch {
	case f.all || p.Silent():
		return p.Messages(), nil
	case again != nil:
		return []*nlg.Message{again}, nil
	}
	message, err := catalog.Render(request, rand.New(rand.NewPCG(f.seed, 0)))
	return []*nlg.Message{message}, err
}

// nameAndPaths separates the name of the response from the paths. The name is empty if
// it is left out, because the request has one.
func (f *previewFlags) nameAndPaths(args []string) (name string, paths []string, err error) {
	if f.allChannels && f.channel != "" || f.allLanguages && f.language != "" {
		return "", nil, errors.New("--all-channels and --channel exclude each other, and so do --all-languages and --language")
	}
	switch {
	case f.file != "" && (len(args) == 0 || looksLikePath(args[0])):
		return "", args, nil
	case len(args) == 0 || args[0] == "" && f.file == "":
		return "", nil, errors.New("no response given: name one, such as `nlgserver preview utter_greet`; `nlgserver list` lists all")
	case f.file == "" && looksLikePath(args[0]):
		return "", nil, fmt.Errorf("%q is a path: name the response first, such as `nlgserver preview utter_greet %s`; `nlgserver list %[2]s` lists all", args[0], args[0])
	}
	return args[0], args[1:], nil
}

// looksLikePath reports whether an argument is a path and not the name of a response.
func looksLikePath(arg string) bool {
	if arg == "" || strings.HasPrefix(arg, "utter_") {
		return false
	}
	if source.IsYAML(arg) || strings.HasSuffix(arg, "/") {
		return true
	}
	_, err := os.Stat(arg)
	return err == nil
}
