package main

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/spf13/cobra"

	"nlgserver/nlg"
)

// previewFlags are what preview can be told.
type previewFlags struct {
	requestFlags
	compileFlags
	pictureFlags
	seed    uint64
	all     bool
	explain bool
	format  string
}

func newPreview() *cobra.Command {
	var f previewFlags
	cmd := &cobra.Command{
		Use:   "preview NAME [PATH…]",
		Short: "Show what a response says, and why",
		Long: `preview says one response as serve would, with the slots and arguments given.
--slot name=Ann sets a text, --slot age:=42 any JSON value. --request reads a
request as Rasa sends it, - from standard input; slots, arguments and a channel
given beside it replace those of the request. With --request the name may be
left out: preview --request body.json -- "" domain/ takes the request's own.

The channel is the REST channel's unless --channel names another.

--explain says in plain words which variations may be said and why, what each
condition met, what filled the variables, which id Rasa would send, and draws
the message as the channel shows it: in how many pieces, with which buttons, and
what Rasa or the platform drops, cuts or refuses.`,
		Example: `  nlgserver preview utter_greet domain/ --slot name=Ann
  nlgserver preview utter_balance domain/ --slot overdrawn:=true --explain
  nlgserver preview utter_menu domain/ --channel slack --explain
  nlgserver preview utter_greet domain/ --all --format json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return preview(cmd, &f, args[0], args[1:]) },
	}
	flags := cmd.Flags()
	f.requestFlags.register(flags)
	flags.Uint64Var(&f.seed, "seed", 0, "pick the same variation every time")
	flags.BoolVar(&f.all, "all", false, "show every variation that may be picked")
	flags.BoolVar(&f.explain, "explain", false, "say why, for every variation, and draw what the channel shows")
	f.pictureFlags.register(flags)
	f.compileFlags.register(flags)
	flags.StringVar(&f.format, "format", formatText, "text or json")
	return cmd
}

func preview(cmd *cobra.Command, f *previewFlags, name string, paths []string) error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	colored, err := useColor(cmd.OutOrStdout(), f.color)
	if err != nil {
		return err
	}
	f.style.Colour = colored
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
		return refused(cmd.ErrOrStderr(), diags)
	}
	explanation, err := catalog.Explain(request)
	if err != nil {
		if _, ok := errors.AsType[*nlg.UnknownResponseError](err); ok {
			return &exitError{code: exitFindings, err: err}
		}
		return err
	}
	p := previewed{Explanation: explanation, request: request, explain: f.explain, style: f.style}
	if f.explain {
		p.rasaID, p.rasaWhy = rasaID(catalog, request)
	}
	if f.all {
		p.shown = explanation.Messages
	} else if explanation.Outcome != nlg.Silence {
		message, err := catalog.Render(request, f.rand(cmd.Flags().Changed("seed")))
		if err != nil {
			return err
		}
		p.shown = []*nlg.Message{message}
	}
	if f.format == formatJSON {
		return written(p.writeJSON(cmd.OutOrStdout()))
	}
	return written(p.writeText(cmd.OutOrStdout()))
}

// rand returns the source of the pick.
func (f *previewFlags) rand(seeded bool) nlg.Rand {
	if seeded {
		return rand.New(rand.NewPCG(f.seed, 0))
	}
	return rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
}
