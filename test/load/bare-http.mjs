// The baseline of serving: node:http alone, sending the same bytes (or 304 for the same ETag). Arguments: port, file
// with the body, coding, etag.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file, coding, etag] = process.argv.slice(2);
const body = readFileSync(file);
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'content-encoding': coding,
  'content-length': body.length,
  etag,
};
createServer((request, response) => {
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag });
    response.end();
    return;
  }
  response.writeHead(200, headers);
  response.end(body);
}).listen(Number(port), '127.0.0.1', () => console.log('listening'));
