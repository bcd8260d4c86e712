package e2e

import (
	"bytes"
	"context"
	"encoding/binary"
	"testing"
	"time"

	apiv1 "github.com/fanwire/fanwire/clients/go/gen/fanwire/api/v1"
	clientv1 "github.com/fanwire/fanwire/clients/go/gen/fanwire/client/v1"
)

// Together they are almost five times what a default client receives in one
// message.
const (
	channel = "news:big"
	count   = 300
	size    = 65_000
)

func payload(offset uint64) []byte {
	data := bytes.Repeat([]byte{'x'}, size)
	binary.BigEndian.PutUint64(data, offset)
	return data
}

func checkPayload(t *testing.T, offset uint64, data []byte) {
	t.Helper()
	if !bytes.Equal(data, payload(offset)) {
		t.Fatalf("publication %d has other data than was published", offset)
	}
}

func TestDefaultClientsGetBigHistories(t *testing.T) {
	server := startServer(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	api := apiv1.NewApiServiceClient(dial(t, server.API))
	var epoch string
	for offset := uint64(1); offset <= count; offset++ {
		position, err := api.Publish(ctx, &apiv1.PublishRequest{Channel: channel, Data: payload(offset)})
		if err != nil || position.Offset != offset {
			t.Fatalf("publish %d: %v, %v", offset, position, err)
		}
		epoch = position.Epoch
	}
	t.Run("recovery", func(t *testing.T) { recoverAll(t, session(ctx, t, server), epoch) })
	t.Run("client history", func(t *testing.T) {
		stream := session(ctx, t, server)
		call(t, stream, &clientv1.Command{Id: 2, Request: &clientv1.Command_Subscribe{
			Subscribe: &clientv1.SubscribeRequest{Channel: channel}}})
		readClientHistory(t, stream, epoch)
	})
	t.Run("server history", func(t *testing.T) { readServerHistory(ctx, t, api, epoch) })
}

type stream = clientv1.ClientService_ConnectClient

// session opens a connection.
func session(ctx context.Context, t *testing.T, server server) stream {
	t.Helper()
	stream, err := clientv1.NewClientServiceClient(dial(t, server.Client)).Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	call(t, stream, &clientv1.Command{Id: 1, Request: &clientv1.Command_Connect{Connect: &clientv1.ConnectRequest{Token: token(t)}}})
	return stream
}

// call sends a command and returns its reply.
func call(t *testing.T, stream stream, command *clientv1.Command) *clientv1.Reply {
	t.Helper()
	if err := stream.Send(command); err != nil {
		t.Fatal(err)
	}
	for {
		reply := receive(t, stream)
		if reply.GetError() != nil {
			t.Fatalf("%v: %v", command, reply.GetError())
		}
		if reply.Id == command.Id {
			return reply
		}
	}
}

func receive(t *testing.T, stream stream) *clientv1.Reply {
	t.Helper()
	reply, err := stream.Recv()
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

func recoverAll(t *testing.T, stream stream, epoch string) {
	result := call(t, stream, &clientv1.Command{Id: 2, Request: &clientv1.Command_Subscribe{
		Subscribe: &clientv1.SubscribeRequest{Channel: channel, Recoverable: true, Recover: true, Epoch: epoch}}}).GetSubscribe()
	if !result.GetRecovered() || result.GetOffset() != count {
		t.Fatalf("recovered %v, outcome %v, offset %d", result.GetRecovered(), result.GetRecovery(), result.GetOffset())
	}
	var last uint64
	take := func(publication *clientv1.Publication) {
		if publication.GetOffset() != last+1 {
			t.Fatalf("offset %d after %d", publication.GetOffset(), last)
		}
		last++
		checkPayload(t, last, publication.Data)
	}
	for _, publication := range result.Publications {
		take(publication)
	}
	for last < count {
		take(receive(t, stream).GetPush().GetPub())
	}
}

func readClientHistory(t *testing.T, stream stream, epoch string) {
	var last uint64
	for id := uint32(3); last < count; id++ {
		request := &clientv1.HistoryRequest{Channel: channel, Limit: -1, Since: &clientv1.StreamPosition{Offset: last, Epoch: epoch}}
		page := call(t, stream, &clientv1.Command{Id: id, Request: &clientv1.Command_History{History: request}}).GetHistory()
		if len(page.Publications) == 0 || page.Offset != count {
			t.Fatalf("after %d: %d publications, newest offset %d", last, len(page.Publications), page.Offset)
		}
		for _, publication := range page.Publications {
			if publication.Offset != last+1 {
				t.Fatalf("offset %d after %d", publication.Offset, last)
			}
			last++
			checkPayload(t, last, publication.Data)
		}
		if page.Truncated != (last < count) {
			t.Fatalf("page up to %d says truncated: %v", last, page.Truncated)
		}
	}
}

func readServerHistory(ctx context.Context, t *testing.T, api apiv1.ApiServiceClient, epoch string) {
	var last uint64
	for last < count {
		page, err := api.History(ctx, &apiv1.HistoryRequest{
			Channel: channel, Limit: -1, Since: &apiv1.StreamPosition{Offset: last, Epoch: epoch}})
		if err != nil || len(page.Publications) == 0 || page.Offset != count {
			t.Fatalf("after %d: %d publications, newest offset %d, %v", last, len(page.GetPublications()), page.GetOffset(), err)
		}
		for _, publication := range page.Publications {
			if publication.Offset != last+1 {
				t.Fatalf("offset %d after %d", publication.Offset, last)
			}
			last++
			checkPayload(t, last, publication.Data)
		}
		if page.Truncated != (last < count) {
			t.Fatalf("page up to %d says truncated: %v", last, page.Truncated)
		}
	}
}
