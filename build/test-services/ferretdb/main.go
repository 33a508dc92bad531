// A server that speaks MongoDB's protocol and keeps its documents in SQLite files, for tests on machines without
// mongod. It takes mongod's own flags, so that starting it and starting mongod are one code path.
package main

import (
	"context"
	"flag"
	"log"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	port := flag.Int("port", 27017, "port to listen on")
	host := flag.String("bind_ip", "127.0.0.1", "address to listen on")
	folder := flag.String("dbpath", "", "folder that the documents are kept in")
	flag.Parse()
	if *folder == "" {
		log.Fatal("--dbpath is missing")
	}
	absolute, err := filepath.Abs(*folder)
	if err != nil {
		log.Fatal(err)
	}

	// Each command that it does not know is a warning, and drivers ask for some at every start.
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: net.JoinHostPort(*host, strconv.Itoa(*port))},
		Logger:    logger,
		Handler:   "sqlite",
		SQLiteURL: "file:" + absolute + "/",
	})
	if err != nil {
		log.Fatal(err)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := server.Run(ctx); err != nil && ctx.Err() == nil {
		log.Fatal(err)
	}
}
