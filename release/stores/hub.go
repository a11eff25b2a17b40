package stores

import (
	"context"

	"nlgserver/release"
	"nlgserver/release/hub"
)

func openHub(ctx context.Context, address string, o Options) (release.Store, error) {
	s, err := hub.Open(ctx, address, hub.Options{
		TokenFile: o.TokenFile, CAFile: o.CA, Note: func(text string) { o.log().Info(text) },
	})
	if err != nil {
		return nil, addressOr(err)
	}
	return s, nil
}
