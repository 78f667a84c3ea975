// Shows the contract of the node that serves this page. A file of its own, because the page may run no inline script.
SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#contract',
  deepLinking: true,
  filter: true,
  persistAuthorization: false, // a key stays in the page, and is gone with it
  validatorUrl: null, // nothing is told to anyone else
});
