package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/spf13/cobra"

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
}

func newPreview() *cobra.Command {
	var f previewFlags
	cmd := &cobra.Command{
		Use:   "preview NAME [PATH…]",
		Short: "Show what a response says, and why",
		Long: `Show what a response says with the given slots and arguments, as serve would
send it. --slot name=Ann sets a string, --slot age:=42 any JSON value.

--request reads a request as Rasa sends it, from a file or from standard input
(-). Slots, arguments and a channel given as flags replace those of the request.
An empty name takes the name in the request:

  nlgserver preview --request body.json "" domain/

Without --channel the request comes over the REST channel.

--explain says which variations are eligible and why, what each condition met,
which values filled the variables, and which id Rasa would send. It also draws
the message as the channel shows it, with everything that Rasa or the platform
drops, truncates or rejects.`,
		Example: `  nlgserver preview utter_greet domain/ --slot name=Ann
  nlgserver preview utter_balance domain/ --slot overdrawn:=true --explain
  nlgserver preview utter_menu domain/ --channel slack --explain
  nlgserver preview utter_greet domain/ --all --format json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runPreview(cmd, &f, args[0], args[1:]) },
	}
	flags := cmd.Flags()
	f.requestFlags.register(flags)
	flags.Uint64Var(&f.seed, "seed", 0, "pick the same variation every time for the same seed")
	flags.BoolVar(&f.all, "all", false, "show every eligible variation")
	flags.BoolVar(&f.explain, "explain", false, "explain the choice, and draw the message as the channel shows it")
	flags.IntVar(&f.style.Width, "width", 72, "maximum width of the drawing in columns")
	registerColor(flags, &f.color)
	flags.BoolVar(&f.style.ASCII, "ascii", false, "draw with ASCII characters only")
	f.compileFlags.register(flags)
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
	request, err := f.request(cmd.InOrStdin(), name)
	if err != nil {
		return err
	}
	opts, err := f.options()
	if err != nil {
		return err
	}
	catalog, diags, err := compile(cmd.Context(), paths, opts)
	if err != nil {
		return err
	}
	if catalog == nil {
		return rejected(cmd.ErrOrStderr(), diags)
	}
	p, err := preview.New(catalog, request)
	if err != nil {
		return &exitError{code: exitFindings, err: err}
	}
	shown := p.Messages()
	if !f.all && !p.Silent() {
		message, err := catalog.Render(request, f.rand(cmd.Flags().Changed("seed")))
		if err != nil {
			return err
		}
		shown = []*nlg.Message{message}
	}
	if f.format == formatJSON {
		return written(p.Data(shown, f.explain).WriteJSON(cmd.OutOrStdout()))
	}
	return written(p.WriteText(cmd.OutOrStdout(), shown, f.explain, f.style))
}

// rand returns the source of random picks.
func (f *previewFlags) rand(seeded bool) nlg.Rand {
	if seeded {
		return rand.New(rand.NewPCG(f.seed, 0))
	}
	return rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
}
