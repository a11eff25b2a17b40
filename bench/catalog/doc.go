// Command catalog measures large content: how long a large catalog takes to
// compile, how much memory it needs, whether a request costs more than in a
// small catalog, and how a reload affects requests in progress.
package main
