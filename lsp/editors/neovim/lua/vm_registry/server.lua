-- The language server: how it is started, and attached to buffers by every Neovim since 0.7.
local M = {}

M.name = 'vmr_lsp'
M.filetypes = { 'vmfile', 'vmcompose' }

local options = { server = 'vmr-lsp', vmr = 'vmr', java_home = nil, settings = {}, on_attach = nil, capabilities = nil }

-- Clients of Neovim 0.7, which has no vim.lsp.start, by the folder that they serve.
local clients = {}

function M.set(given)
  options = vim.tbl_extend('force', options, given or {})
end

function M.options()
  return options
end

-- The variables of what is started. Neovim adds them to its own.
function M.environment()
  return options.java_home and { JAVA_HOME = vim.fn.expand(options.java_home) } or nil
end

function M.config()
  return {
    name = M.name,
    cmd = { vim.fn.expand(options.server) },
    cmd_env = M.environment(),
    filetypes = M.filetypes,
    root_markers = { '.env', '.git' },
    settings = { vmRegistry = options.settings },
    capabilities = options.capabilities,
    on_attach = options.on_attach,
  }
end

local function root(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  return name ~= '' and vim.fn.fnamemodify(name, ':p:h') or vim.fn.getcwd()
end

local function start_client(config, buffer)
  local id = clients[config.root_dir]
  if id == nil or vim.lsp.get_client_by_id(id) == nil then
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
  end
  if id ~= nil then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

-- Attaches the server to a buffer, starting it where it does not run yet.
function M.attach(buffer)
  if vim.lsp.enable ~= nil then
    -- Neovim 0.11 attaches by itself what plugin/vm_registry.lua enabled.
    return
  end
  if vim.fn.executable(vim.fn.expand(options.server)) == 0 then
    vim.notify_once(
      ('Tried to start %s but failed because it is not executable. Put it on the PATH or name it in setup{server = …}.'):format(
        options.server
      ),
      vim.log.levels.WARN
    )
    return
  end
  local config = M.config()
  config.root_dir = root(buffer)
  config.capabilities = config.capabilities or vim.lsp.protocol.make_client_capabilities()
  if vim.lsp.start ~= nil then
    vim.lsp.start(config, { bufnr = buffer })
  else
    start_client(config, buffer)
  end
end

-- The running clients of this server.
function M.clients()
  local all = vim.lsp.get_clients ~= nil and vim.lsp.get_clients() or vim.lsp.get_active_clients()
  return vim.tbl_filter(function(client)
    return client.name == M.name
  end, all)
end

return M
