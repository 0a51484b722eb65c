// A small app to start from. `GET /` greets; `GET /private` wants `Authorization: Bearer` and the token.
const { createServer } = require('node:http');
const { timingSafeEqual } = require('node:crypto');

const port = Number(process.env.PORT || 3000);
const token = Buffer.from(`Bearer ${process.env.APP_TOKEN || ''}`);

function isAllowed(request) {
  const given = Buffer.from(request.headers.authorization || '');
  return given.length === token.length && timingSafeEqual(given, token);
}

function answer(request) {
  if (request.url !== '/private') return [200, 'Hello from Node.js. Your app goes to /srv/app.\n'];
  return isAllowed(request) ? [200, 'You know the token.\n'] : [401, 'The token is missing or wrong.\n'];
}

const server = createServer((request, response) => {
  const [status, text] = answer(request);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
});
server.listen(port, () => console.log(`listening on port ${port}`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
